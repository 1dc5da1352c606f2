"""A process as a value, between the plan and BPMN 2.0 XML: nodes, flows, guards, lanes."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.plan.step import Scope

NodeKind = Literal[
    "start", "end", "terminate", "task", "call", "exclusive", "parallel", "catch", "throw", "timer", "boundary",
]
BOXES: frozenset[NodeKind] = frozenset({"task", "call"})
"""Drawn as a box with the name in it; a day may hang on them."""
MOST_AT_ONE_TASK = 50
"""A thousand-way multi-instance makes every step slow; so many are instances of their own, counted in rows."""
TIMES = re.compile(r"[1-9][0-9]?|[A-Za-z_][A-Za-z0-9_.\-]*")
"""How many do a task: a number, or the name of a guard whose expression is a number."""
Act = Literal["do", "review", "decide", "ballot", "acknowledge", "opine"]
"""do: fill and send; review: accept or return what was sent; decide: fill and choose an outcome; ballot: several
persons score, the step ends when the last has; acknowledge: read and confirm; opine: several bodies each say what they
think, the flow goes on when all have, or at the cut-off."""
LOOKS: frozenset[Act] = frozenset({"review", "decide"})
"""What looks at what others sent, and may return it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a task can end; `needs_reason` asks for a reason (a return), `blank` for no form ("không có ý kiến")."""

    id: str
    label: str
    needs_reason: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class ProcessNode:
    """One node. `step` and `slot` tie a task to its step and to the block's slot ("chính", "tiếp nhận", …)."""

    id: str
    kind: NodeKind
    name: str = ""
    lane: str = ""
    step: str = ""
    act: Act | None = None
    slot: str = ""
    role: str = ""
    """Name of the role of the plan that acts."""
    outcomes: tuple[Outcome, ...] = ()
    message: str = ""
    """catch: the message waited for; throw: the message sent."""
    rule: str = ""
    """timer, boundary: the deadline phrase."""
    attached_to: str = ""
    interrupting: bool = True
    times: str = ""
    """task: how many do it, each a task of its own: a number up to 50, a guard that says how many, "" for one."""
    sequential: bool = False
    """task with `times`: one after the other, not all at once."""
    calls: str = ""
    """call: the id of the process that runs here as a part, one of the process's `called`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. `guard` names the guard that must hold; `default` marks the way taken when no guard holds."""

    id: str
    source: str
    target: str
    name: str = ""
    guard: str = ""
    default: bool = False


@dataclass(frozen=True)
class Process:
    """One process of a plan. `guards` maps a guard's name to its expression; `lanes` are role names, top to bottom."""

    id: str
    name: str
    scope: Scope
    nodes: tuple[ProcessNode, ...]
    flows: tuple[Flow, ...]
    guards: tuple[tuple[str, str], ...] = ()
    lanes: tuple[str, ...] = ()
    plan_hash: str = field(default="", compare=False)
    called: tuple["Process", ...] = ()
    """The processes that call nodes run, of this process and of each other, each once."""

    def node(self, node_id: str) -> ProcessNode:
        """The node of that id, of this process or of one it calls; KeyError when there is none."""
        return self._by_id[node_id]

    @cached_property
    def whole(self) -> tuple["Process", ...]:
        """This process and all it calls; no id and no guard stands in two of them."""
        return (self, *self.called)

    @cached_property
    def digest(self) -> str:
        """Hash of what decides how it moves; names, phrases, roles and days have no part in it."""
        content = [
            (p.id, [(n.id, n.kind, n.message, n.attached_to, n.interrupting, n.times, n.sequential, n.calls)
                    for n in p.nodes], [(f.source, f.target, f.guard, f.default) for f in p.flows])
            for p in self.whole]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def guard_texts(self) -> dict[str, str]:
        """Name of a guard -> its expression, those of called processes too."""
        return {name: text for part in self.whole for name, text in part.guards}

    @cached_property
    def counts(self) -> frozenset[str]:
        """The guards that are no conditions but say how many do a task."""
        return frozenset(n.times for part in self.whole for n in part.nodes if n.times and not n.times.isdecimal())

    @cached_property
    def ways_out(self) -> dict[str, tuple["Flow", ...]]:
        """Id of a node -> its flows, in the order in which a choice tries them."""
        found: dict[str, tuple[Flow, ...]] = {}
        for flow in self.flows:
            found[flow.source] = (*found.get(flow.source, ()), flow)
        return found

    @cached_property
    def found_ahead(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        """What `guards_ahead` has found so far, by element and outcome: as many as the process has of both."""
        return {}

    @cached_property
    def found_ends(self) -> dict[tuple[str, str], bool | None]:
        """Whether a task with an outcome is the last of its step; None: that hangs on more than the outcome."""
        return {}

    @cached_property
    def found_back(self) -> dict[str, tuple[str, str] | None]:
        """What `way_back` has found so far of the drawing, by element."""
        return {}

    @cached_property
    def _by_id(self) -> dict[str, ProcessNode]:
        return {n.id: n for p in reversed(self.whole) for n in p.nodes}
