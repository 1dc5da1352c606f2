"""Small processes written as text, for tests."""

from dataclasses import replace

from engine.bpmn.graph import Flow, Process, ProcessNode


def draw(ways: str, guards: dict[str, str] | None = None, name: str = "don-vi", called: tuple[Process, ...] = (),
         **nodes: dict[str, object]) -> Process:
    """A process from lines "a > b > c", "a > b ?guard" and "a > b !" (the default way).

    The kind of a node is told by its id: bat-dau start, kt… end, huy… terminate, chon… exclusive, re… parallel,
    tin… catch, bao… throw, moc… timer, han-x boundary of task x, goi-x a call of the process x among `called`, all else
    a task. `nodes` changes fields ("-" as "_").
    """
    found: dict[str, ProcessNode] = {}
    flows: list[Flow] = []
    for line in filter(None, map(str.strip, ways.splitlines())):
        path, guard, default = line.removesuffix("!"), "", line.endswith("!")
        if "?" in path:
            path, _, guard = path.partition("?")
        ids = [one.strip() for one in path.split(">")]
        for one in ids:
            found.setdefault(one, node(one))
        for source, target in zip(ids, ids[1:], strict=False):
            flows.append(Flow(f"{source}..{target}", source, target, guard=guard.strip(), default=default))
    changed = {key.replace("_", "-"): fields for key, fields in nodes.items()}
    made = tuple(replace(n, **changed.get(n.id, {})) for n in found.values())
    known = {f.guard: "False" for f in flows if f.guard}
    return Process(name, "Thử", "unit", made, tuple(flows), tuple((known | (guards or {})).items()), called=called)


def node(one: str) -> ProcessNode:
    for prefix, kind in (("bat-dau", "start"), ("kt", "end"), ("huy", "terminate"), ("chon", "exclusive"),
                         ("re", "parallel")):
        if one.startswith(prefix):
            return ProcessNode(one, kind)  # type: ignore[arg-type]
    if one.startswith("tin"):
        return ProcessNode(one, "catch", message=one)
    if one.startswith("bao"):
        return ProcessNode(one, "throw", message=one)
    if one.startswith("moc"):
        return ProcessNode(one, "timer", rule=f"ngày của {one}")
    if one.startswith("han-"):
        return ProcessNode(one, "boundary", rule=f"hạn của {one}", attached_to=one.removeprefix("han-"))
    if one.startswith("goi-"):
        return ProcessNode(one, "call", calls=one.removeprefix("goi-"))
    return ProcessNode(one, "task", name=one.capitalize())


RETURNS = draw("""
    bat-dau > gui > nhan > chon
    chon > gui ?tra-lai
    chon > lam !
    lam > kt
""", {"tra-lai": "ket_qua == 'tra-lai'"})
"""Send, review with a return loop, carry out."""

PARALLEL = draw("""
    bat-dau > re1 > a > re2 > cuoi > kt
    re1 > b > bao-b > tin-c > re2
    re1 > moc-d > d > re2
    han-a > nhac > kt2
""", han_a={"interrupting": False})
"""Three branches with all kinds of waits, joined."""

CHECK = draw("bat-dau-k > xem > tin-k > kt-k", {"so-nguoi": "mo_hinh.so_nguoi"}, name="kiem-tra",
             xem={"times": "so-nguoi"})
PARTS = draw("""
    bat-dau > lap > goi-kiem-tra > chon
    chon > lap ?lai
    chon > re1 !
    re1 > y-kien > re2 > kt
    re1 > ky > re2
    han-goi-kiem-tra > kt3
""", called=(CHECK,), goi_kiem_tra={"name": "Kiểm tra"}, y_kien={"times": "3"}, ky={"times": "2", "sequential": True})
"""A part that is called again and again until its day comes, a task that three do at once, one of two in turn."""
