"""The ways of a pool: which loops are returns, under which conditions a node is reached, which steps come before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.bpmn.drawn_refusals import Refusals, called
from engine.bpmn.drawn_shape import DrawnFlow, DrawnNode, Pool
from engine.plan.expression import ExpressionError, parse_expression

Choice = tuple[str, str]
"""A gateway and the flow taken out of it."""
Reached = frozenset[frozenset[Choice]]
"""Any of these sets of choices leads here; {{}} always."""
_MOST_WAYS = 64
_ALWAYS: Reached = frozenset({frozenset()})


def without_returns(pool: Pool, refusals: Refusals) -> tuple[Pool, dict[str, str]]:
    """The pool without its return loops, and the reviewing task that went into each sending task.

    A return: task, review, choice with a way back to the task; together they are one step with a reviewer.
    """
    reviewers: dict[str, str] = {}
    for review in [n for n in pool.nodes.values() if n.kind == "task"]:
        back = _way_back(pool, review)
        if back is None:
            continue
        sender = _only(into := [f for f in pool.flows if f.target == review.id])
        for flow in pool.flows:
            if flow.source == back.source and flow.condition and "ket_qua" not in flow.condition:
                refusals.refuse(flow.element, "KH085", f'điều kiện "{flow.condition}" ở vòng trả lại không có hiệu '
                                "lực: người tiếp nhận chọn Tiếp nhận hay Trả lại; xóa điều kiện ở các mũi tên của "
                                "cổng này")
        if sender is not None:
            reviewers[sender.source] = review.id
            gate = back.source
            kept = [f for f in pool.flows if f not in into and f.id != back.id and f.source != review.id]
            kept = [replace(f, condition="", default=False) if f.source == gate else f for f in kept]
            way = replace(sender, target=gate, condition="")
            nodes = {k: n for k, n in pool.nodes.items() if k != review.id}
            pool = replace(pool, nodes=nodes, flows=(*kept, way))
    return pool, reviewers


def _way_back(pool: Pool, review: DrawnNode) -> DrawnFlow | None:
    """The flow by which a choice right after the review returns to the task right before it."""
    out = _only([f for f in pool.flows if f.source == review.id])
    into = _only([f for f in pool.flows if f.target == review.id])
    if out is None or into is None or pool.nodes[out.target].kind != "exclusive":
        return None
    if pool.nodes[into.source].kind != "task" or len([f for f in pool.flows if f.source == out.target]) < 2:
        return None
    for flow in pool.flows:
        if flow.source == out.target and _lands(pool, flow) == into.source:
            return flow
    return None


def _lands(pool: Pool, flow: DrawnFlow) -> str:
    """Where the flow ends when a merging gateway on its way is passed."""
    out = [f for f in pool.flows if f.source == flow.target]
    merging = pool.nodes[flow.target].kind == "exclusive" and len(out) == 1
    return out[0].target if merging else flow.target


def _only(flows: list[DrawnFlow]) -> DrawnFlow | None:
    return flows[0] if len(flows) == 1 else None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands right before a step: earlier steps, waits, the start."""

    steps: tuple[str, ...]
    waits: tuple[DrawnNode, ...]


class Ways:
    """The acyclic ways of a pool."""

    def __init__(self, pool: Pool, refusals: Refusals) -> None:
        self.pool = pool
        self._refusals = refusals
        self._into = {n: [f for f in pool.flows if f.target == n] for n in pool.nodes}
        self._out = {n: [f for f in pool.flows if f.source == n] for n in pool.nodes}
        self._reached: dict[str, Reached] = {}
        self._go()

    def before(self, node_id: str) -> Before:
        """The steps and waits from which the ways lead to the node without another step between."""
        steps: dict[str, None] = {}
        waits: dict[str, DrawnNode] = {}
        seen: set[str] = set()
        waiting = [(f.source, False) for f in self._into[node_id]]
        while waiting:
            here, merged = waiting.pop(0)
            node = self.pool.nodes[here]
            if here in seen or node.kind == "boundary":
                continue
            seen.add(here)
            if node.event and node.kind in ("catch", "start"):
                waits[here] = node
                if merged:
                    self._refusals.refuse(node.element, "KH085", "chỉ nằm trên một trong các đường gộp lại trước "
                                          "bước sau; đặt nó sau cổng gộp, ngay trước bước phải chờ")
            if node.kind == "task":
                steps[here] = None
            else:
                merged = merged or (node.kind == "exclusive" and len(self._into[here]) > 1)
                waiting += [(f.source, merged) for f in self._into[here]]
        return Before(tuple(steps), tuple(waits.values()))

    def after(self, node_id: str) -> tuple[str, ...]:
        """The tasks to which the ways lead from a node that is no task."""
        found: dict[str, None] = {}
        waiting, seen = [node_id], {node_id}
        while waiting:
            for flow in self._out[waiting.pop(0)]:
                if self.pool.nodes[flow.target].kind == "task":
                    found[flow.target] = None
                elif flow.target not in seen:
                    seen.add(flow.target)
                    waiting.append(flow.target)
        return tuple(found)

    def condition(self, node_id: str) -> tuple[str, DrawnFlow | None]:
        """The expression under which the node is reached ("" for always), and a flow that says a part of it."""
        reached = self._reached.get(node_id, _ALWAYS)
        if frozenset() in reached:
            return "", None
        ways = [sorted(choices) for choices in sorted(reached, key=sorted)]
        first = next(f for f in self.pool.flows if f.id == ways[0][0][1])
        said = [" and ".join(self._said(choice) for choice in way) for way in ways]
        return said[0] if len(said) == 1 else " or ".join(f"({one})" for one in said), first

    def _said(self, choice: Choice) -> str:
        gate, taken = choice
        ordered = sorted(self._out[gate], key=lambda f: f.default or not f.condition)
        refused: list[str] = []
        for flow in ordered:
            if flow.id == taken:
                own = [f"({flow.condition})"] if flow.condition and not flow.default else []
                return " and ".join([*(f"not ({c})" for c in refused), *own])
            refused.append(flow.condition)
        return "True"

    def _go(self) -> None:
        left = [n for n, node in self.pool.nodes.items() if node.kind != "boundary"]
        while ready := [n for n in left if all(f.source in self._reached or self._hung(f) for f in self._into[n])]:
            for here in ready:
                self._reached[here] = self._joined(here)
                left.remove(here)
        for here in left:
            if any(self._circles(here, f.source) for f in self._into[here]):
                self._refusals.refuse(self.pool.nodes[here].element, "KH085", "nằm trong vòng lặp không phải vòng "
                                      "trả lại (việc → tiếp nhận → cổng × → trở lại việc ấy); vẽ lại theo dạng đó, "
                                      "hoặc bỏ mũi tên quay lại")
        for node in self.pool.nodes.values():
            self._ends(node)

    def _hung(self, flow: DrawnFlow) -> bool:
        return self.pool.nodes[flow.source].kind == "boundary"

    def _circles(self, start: str, through: str) -> bool:
        seen, waiting = {through}, [through]
        while waiting:
            here = waiting.pop()
            if here == start:
                return True
            for flow in self._into[here]:
                if flow.source not in seen:
                    seen.add(flow.source)
                    waiting.append(flow.source)
        return False

    def _joined(self, here: str) -> Reached:
        node, into = self.pool.nodes[here], [f for f in self._into[here] if not self._hung(f)]
        coming = [self._along(f) for f in into]
        if not coming:
            return _ALWAYS
        if sum(map(len, coming)) > _MOST_WAYS:
            self._refusals.refuse(node.element, "KH085", f"có hơn {_MOST_WAYS} đường đi tới qua các cổng ×; gộp các "
                                                         "đường của mỗi cổng bằng một cổng × trước khi rẽ tiếp")
            return _ALWAYS
        if node.kind == "parallel" and any(one != coming[0] for one in coming):
            self._refusals.refuse(node.element, "KH085", "chờ những đường không bao giờ cùng đến; gộp các đường của "
                                  "một cổng × bằng cổng ×, cổng + chỉ gộp các đường song song")
        elif node.kind != "parallel" and node.kind != "end" and not _apart(coming):
            self._refusals.refuse(node.element, "KH085", "có nhiều đường song song cùng đi vào, sẽ làm lại nhiều "
                                  "lần; thêm cổng parallel (+) để chờ đủ rồi mới đi tiếp")
        return coming[0] if node.kind == "parallel" else self._simple(frozenset().union(*coming))

    def _along(self, flow: DrawnFlow) -> Reached:
        reached = self._reached[flow.source]
        if self.pool.nodes[flow.source].kind != "exclusive" or len(self._out[flow.source]) == 1:
            return reached
        return frozenset(choices | {(flow.source, flow.id)} for choices in reached)

    def _simple(self, reached: Reached) -> Reached:
        """Where every way out of a gateway leads here, the choice does not matter."""
        for choices in sorted(reached, key=sorted):
            for gate, flow in choices:
                rest = choices - {(gate, flow)}
                every = frozenset(rest | {(gate, f.id)} for f in self._out[gate])
                if every <= reached:
                    return self._simple((reached - every) | {rest})
        return reached

    def _ends(self, node: DrawnNode) -> None:
        for message in self._faults(node):
            self._refusals.refuse(node.element, "KH085", message)

    def _faults(self, node: DrawnNode) -> Iterator[str]:
        out = self._out[node.id]
        conditioned = [f for f in out if f.condition]
        if node.kind == "exclusive" and len(out) > 1 and len([f for f in out if f.default or not f.condition]) != 1:
            yield ("cổng × phải có điều kiện ở mọi mũi tên đi ra trừ đúng một đường mặc định; ghi điều kiện, ví dụ "
                   'don_vi.loai == "chi-bo"')
        if node.kind != "exclusive" and conditioned:
            yield "điều kiện chỉ đặt trên mũi tên đi ra từ cổng exclusive (×); thêm cổng, hoặc ghi “chỉ khi” ở bước"
        for flow in conditioned if node.kind == "exclusive" else ():
            try:
                parse_expression(flow.condition)
            except ExpressionError as error:
                yield (f'điều kiện "{flow.condition}" của {called(flow.element)} không đọc được: {error}; viết bằng '
                       'biểu thức của kheo, ví dụ don_vi.loai == "chi-bo"')


def _apart(coming: list[Reached]) -> bool:
    """Whether never two of the ways are taken together."""
    return all(_exclude(one, other) for i, first in enumerate(coming) for second in coming[i + 1:]
               for one in first for other in second)


def _exclude(one: frozenset[Choice], other: frozenset[Choice]) -> bool:
    return any(gate == there and flow != taken for gate, flow in one for there, taken in other)
