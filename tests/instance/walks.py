"""Random sound processes, and a token game of thirty lines that says how they must move."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import strategies as st

from engine.bpmn.graph import Flow, Process, ProcessNode

LEAVES = st.sampled_from(["task", "task", "catch", "timer", "throw", "hurried", "reminded"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.tuples(st.sampled_from(["then", "either", "both", "again"]), inner, inner), max_leaves=7,
)


class Drawing:
    """Turns a nested shape into nodes and flows, one way in and one way out at every level."""

    def __init__(self) -> None:
        self.nodes: list[ProcessNode] = []
        self.flows: list[Flow] = []
        self.guards: list[str] = []

    def node(self, kind, **fields) -> str:
        made = ProcessNode(f"n{len(self.nodes)}", kind, **fields)
        self.nodes.append(made)
        return made.id

    def flow(self, source, target, guard=False, default=False) -> None:
        name = f"g{len(self.guards)}" if guard else ""
        self.guards += [name] if guard else []
        self.flows.append(Flow(f"{source}..{target}", source, target, guard=name, default=default))

    def draw(self, shape) -> tuple[str, str]:
        return self.leaf(shape) if isinstance(shape, str) else self.composed(*shape)

    def leaf(self, shape) -> tuple[str, str]:
        if shape in ("catch", "throw"):
            one = self.node(shape, message="m")
            return one, one
        if shape in ("hurried", "reminded"):
            return self.watched(interrupting=shape == "hurried")
        one = self.node(shape, rule="r" if shape == "timer" else "")
        return one, one

    def watched(self, interrupting) -> tuple[str, str]:
        task = self.node("task")
        timer = self.node("boundary", rule="r", attached_to=task, interrupting=interrupting)
        after = self.node("exclusive") if interrupting else self.node("end")
        self.flow(timer, after)
        if interrupting:
            self.flow(task, after)
        return task, after if interrupting else task

    def composed(self, how, one, other) -> tuple[str, str]:
        (in1, out1), (in2, out2) = self.draw(one), self.draw(other)
        if how == "then":
            self.flow(out1, in2)
            return in1, out2
        kind = "parallel" if how == "both" else "exclusive"
        first, last = self.node(kind), self.node(kind)
        if how == "again":
            task = self.node("task")
            self.flow(first, task)
            self.flow(task, in1)
            self.flow(out1, last)
            self.flow(last, in2, default=True)
            self.flow(last, first, guard=True)
            return first, out2
        self.flow(first, in1, guard=how == "either")
        self.flow(first, in2, default=how == "either")
        self.flow(out1, last)
        self.flow(out2, last)
        return first, last


def process_of(shape) -> Process:
    drawing = Drawing()
    entry, leave = drawing.draw(("then", "task", shape))
    start, end = drawing.node("start"), drawing.node("end")
    drawing.flow(start, entry)
    drawing.flow(leave, end)
    guards = tuple((name, "False") for name in drawing.guards)
    return Process("p", "P", "unit", tuple(drawing.nodes), tuple(drawing.flows), guards)


class TokenGame:
    """Tokens by the rules of BPMN, nothing borrowed from any engine."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.nodes = {n.id: n for n in process.nodes}
        self.open: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.leave(next(n.id for n in process.nodes if n.kind == "start"), {})

    def act(self, node_id: str, truths: Mapping[str, bool]) -> None:
        """The wait at the node is over."""
        node = self.nodes[node_id]
        self.open[node_id] -= 1
        watched = node.attached_to if node.kind == "boundary" and node.interrupting else node_id
        if watched != node_id:
            self.open[watched] -= 1
        for other in self.nodes.values():
            if other.attached_to == watched and other.id != node_id:
                self.open[other.id] = 0
        self.leave(node_id, truths)

    def leave(self, node_id: str, truths: Mapping[str, bool]) -> None:
        out = [f for f in self.process.flows if f.source == node_id]
        if self.nodes[node_id].kind == "exclusive" and len(out) > 1:
            out = [next((f for f in out if truths.get(f.guard)), next(f for f in out if f.default))]
        for flow in out:
            self.enter(flow, truths)

    def enter(self, flow: Flow, truths: Mapping[str, bool]) -> None:
        node = self.nodes[flow.target]
        if node.kind in ("task", "catch", "timer"):
            self.open[node.id] += 1
            self.open.update(n.id for n in self.nodes.values() if n.attached_to == node.id)
        elif node.kind == "parallel":
            self.held[flow.id] += 1
            into = [f.id for f in self.process.flows if f.target == node.id]
            if all(self.held[f] for f in into):
                self.held.subtract(into)
                self.leave(node.id, truths)
        else:
            self.leave(node.id, truths)

    def standing(self) -> list[str]:
        return sorted(self.open.elements())
