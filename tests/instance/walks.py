"""Random sound processes, and a token game of a hundred lines that says how they must move."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from engine.bpmn.graph import Flow, Process, ProcessNode

LEAVES = ["task", "task", "catch", "timer", "throw", "hurried", "reminded"]
WAYS = ["then", "either", "both", "again"]


def shapes(leaves, ways):
    """Shapes of up to seven leaves, put together in those ways."""
    return st.recursive(st.sampled_from(leaves), lambda inner: st.tuples(st.sampled_from(ways), inner, inner),
                        max_leaves=7)


SIMPLE_SHAPES = shapes(LEAVES, WAYS)
"""One process, every task done once in a round."""
SHAPES = shapes([*LEAVES, "stopped", "several", "in-turn", "counted", "several hurried"],
                [*WAYS, "part", "part hurried", "part reminded", "twice"])
"""Tasks that several do, processes that are called, and days that end a process too."""


class Drawing:
    """Turns a nested shape into nodes and flows, one way in and one way out at every level."""

    def __init__(self, process_id: str = "p", called: dict[str, Process] | None = None) -> None:
        self.id = process_id
        self.nodes: list[ProcessNode] = []
        self.flows: list[Flow] = []
        self.guards: list[str] = []
        self.called: dict[str, Process] = {} if called is None else called

    def node(self, kind, **fields) -> str:
        made = ProcessNode(f"{self.id}n{len(self.nodes)}", kind, **fields)
        self.nodes.append(made)
        return made.id

    def flow(self, source, target, guard=False, default=False) -> None:
        name = f"{self.id}g{len(self.guards)}" if guard else ""
        self.guards += [name] if guard else []
        self.flows.append(Flow(f"{source}..{target}", source, target, guard=name, default=default))

    def draw(self, shape) -> tuple[str, str]:
        return self.leaf(shape) if isinstance(shape, str) else self.composed(*shape)

    def leaf(self, shape) -> tuple[str, str]:
        if shape in ("hurried", "reminded"):
            return self.watched(self.node("task"), interrupting=shape == "hurried")
        if shape == "stopped":
            return self.stopped()
        if shape == "several hurried":
            return self.watched(self.node("task", times="2"), interrupting=True)
        several = {"several": {"times": "3"}, "in-turn": {"times": "2", "sequential": True},
                   "counted": {"times": f"{self.id}c{len(self.nodes)}", "sequential": len(self.nodes) % 2 == 0}}
        self.guards += [several[shape]["times"]] if shape == "counted" else []
        fields = {"catch": {"message": "m"}, "throw": {"message": "bao"}, "timer": {"rule": "r"}} | several
        one = self.node("task" if shape in several else shape, **fields.get(shape, {}))
        return one, one

    def watched(self, box, interrupting) -> tuple[str, str]:
        timer = self.node("boundary", rule="r", attached_to=box, interrupting=interrupting)
        after = self.node("exclusive") if interrupting else self.node("end")
        self.flow(timer, after)
        if interrupting:
            self.flow(box, after)
        return box, after if interrupting else box

    def stopped(self) -> tuple[str, str]:
        """A task whose day ends the process."""
        task, stop = self.node("task"), self.node("terminate")
        self.flow(self.node("boundary", rule="r", attached_to=task), stop)
        return task, task

    def part(self, inside, calls: int = 1) -> list[str]:
        """Call nodes of one process of that shape."""
        inner = f"{self.id}p{len(self.nodes)}"
        self.called[inner] = process_of(inside, inner, self.called)
        return [self.node("call", calls=inner) for _ in range(calls)]

    def composed(self, how, one, other) -> tuple[str, str]:
        if how.startswith("part"):
            [box] = self.part(one)
            entry, leave = self.watched(box, how == "part hurried") if " " in how else (box, box)
            after, end = self.draw(other)
            self.flow(leave, after)
            return entry, end
        if how == "twice":
            (in1, in2), how = self.part(("then", one, other), 2), "both"
            out1, out2 = in1, in2
        else:
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


def joins_in_a_loop(shape, loops=False) -> bool:
    """Whether branches join inside a loop of one process."""
    if isinstance(shape, str):
        return False
    how, one, other = shape
    if how in ("both", "twice") and loops:
        return True
    inner = how == "again" or (loops and not how.startswith("part") and how != "twice")
    return joins_in_a_loop(one, inner) or joins_in_a_loop(other, loops and how != "twice")


def process_of(shape, process_id="p", called=None) -> Process:
    """The process of that shape, with those it calls; a called process knows only its own nodes."""
    drawing = Drawing(process_id, called)
    entry, leave = drawing.draw(("then", "task", shape) if called is None else shape)
    start, end = drawing.node("start"), drawing.node("end")
    drawing.flow(start, entry)
    drawing.flow(leave, end)
    guards = tuple((name, "False") for name in drawing.guards)
    inner = tuple(drawing.called.values()) if called is None else ()
    return Process(process_id, "P", "unit", tuple(drawing.nodes), tuple(drawing.flows), guards, called=inner)


@dataclass
class Scope:
    """One run of a process: the tokens held at joins, how often each node was come to, who called it."""

    process: Process
    path: str = ""
    caller: "tuple[Scope, str] | None" = None
    held: Counter[str] = field(default_factory=Counter)
    comings: Counter[str] = field(default_factory=Counter)

    def text(self, node_id: str, index: int | None = None) -> str:
        turn = self.comings[node_id]
        item = "" if index is None else f"[{index}]"
        return f"{self.path}{node_id}{item}" + (f"#{turn}" if turn > 1 else "")


@dataclass
class Standing:
    """Something that waits."""

    scope: Scope
    node: ProcessNode
    index: int | None = None
    left: int = 0
    """How many follow it in a sequence."""


class TokenGame:
    """Tokens by the rules of BPMN, nothing borrowed from any engine."""

    def __init__(self, process: Process, truths: Mapping[str, int]) -> None:
        self.called = {p.id: p for p in process.called}
        self.open: dict[str, Standing] = {}
        self.scopes = [Scope(process)]
        self.begin(self.scopes[0], truths)
        self.settle(truths)

    def begin(self, scope: Scope, truths: Mapping[str, int]) -> None:
        self.leave(scope, next(n for n in scope.process.nodes if n.kind == "start"), truths)

    def act(self, text: str, truths: Mapping[str, int]) -> None:
        """The wait of that name is over."""
        ended = self.open.pop(text)
        scope, node = ended.scope, ended.node
        if node.kind == "boundary" and node.interrupting:
            self.drop(scope, node.attached_to)
        elif ended.left:
            self.open[scope.text(node.id, ended.index + 1)] = Standing(scope, node, ended.index + 1, ended.left - 1)
            return
        elif any(one.scope is scope and one.node is node for one in self.open.values() if node.kind == "task"):
            return
        elif node.kind == "task":
            self.drop(scope, node.id)
        self.leave(scope, node, truths)
        self.settle(truths)

    def drop(self, scope: Scope, box: str) -> None:
        """The task or call is over, with everything in it and on it."""
        for text, one in list(self.open.items()):
            if one.scope is scope and box in (one.node.id, one.node.attached_to):
                del self.open[text]
        for inner in [one for one in self.scopes if one.caller == (scope, box)]:
            for node in inner.process.nodes:
                self.drop(inner, node.id)
            self.scopes = [one for one in self.scopes if one is not inner]

    def settle(self, truths: Mapping[str, int]) -> None:
        """Called processes in which nothing is left have ended, and the flow goes on behind their calls."""
        for scope in reversed(self.scopes[1:]):
            busy = [one for one in self.open.values() if one.scope is scope]
            if not busy and not any(one.caller[0] is scope for one in self.scopes[1:]) and not any(scope.held.values()):
                caller, box = scope.caller
                self.drop(caller, box)
                self.leave(caller, caller.process.node(box), truths)
                return self.settle(truths)

    def leave(self, scope: Scope, node: ProcessNode, truths: Mapping[str, int]) -> None:
        out = [f for f in scope.process.flows if f.source == node.id]
        if node.kind == "exclusive" and len(out) > 1:
            out = [next((f for f in out if truths.get(f.guard)), next(f for f in out if f.default))]
        for flow in out:
            self.enter(scope, flow, truths)

    def enter(self, scope: Scope, flow: Flow, truths: Mapping[str, int]) -> None:
        node = scope.process.node(flow.target)
        scope.comings[node.id] += 1
        if node.kind in ("task", "catch", "timer", "call"):
            hung = [n for n in scope.process.nodes if n.attached_to == node.id]
            scope.comings.update(n.id for n in hung)
            self.open.update({scope.text(n.id): Standing(scope, n) for n in hung})
            self.stand(scope, node, truths)
        elif node.kind == "terminate":
            scope.held.clear()
            for one in scope.process.nodes:
                self.drop(scope, one.id)
        elif node.kind == "parallel":
            scope.held[flow.id] += 1
            into = [f.id for f in scope.process.flows if f.target == node.id]
            if all(scope.held[f] for f in into):
                scope.held.subtract(into)
                self.leave(scope, node, truths)
        else:
            self.leave(scope, node, truths)

    def stand(self, scope: Scope, node: ProcessNode, truths: Mapping[str, int]) -> None:
        if node.kind == "call":
            inner = Scope(self.called[node.calls], f"{scope.text(node.id)}/", (scope, node.id))
            self.scopes.append(inner)
            self.begin(inner, truths)
        elif not node.times:
            self.open[scope.text(node.id)] = Standing(scope, node)
        else:
            times = int(node.times) if node.times.isdecimal() else truths[node.times]
            opened = min(times, 1) if node.sequential else times
            for index in range(opened):
                self.open[scope.text(node.id, index)] = Standing(scope, node, index, times - opened)
            if not times:
                self.drop(scope, node.id)
                self.leave(scope, node, truths)

    def standing(self) -> set[str]:
        return set(self.open)
