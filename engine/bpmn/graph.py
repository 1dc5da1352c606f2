"""A process as a value, between the plan and BPMN 2.0 XML: nodes, flows, guards, lanes."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.plan.step import Scope

NodeKind = Literal[
    "start", "end", "terminate", "task", "exclusive", "parallel", "catch", "throw", "timer", "boundary",
]
Act = Literal["do", "review", "decide", "ballot", "acknowledge", "opine"]
"""do: fill and send; review: accept or return what was sent; decide: fill and choose an outcome; ballot: several
persons score, the step ends when the last has; acknowledge: read and confirm; opine: several bodies each say what they
think, the flow goes on when all have, or at the cut-off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a task can end; `needs_reason` asks for a reason (a return)."""

    id: str
    label: str
    needs_reason: bool = False


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

    def node(self, node_id: str) -> ProcessNode:
        """The node of that id; KeyError when there is none."""
        return self._by_id[node_id]

    @cached_property
    def _by_id(self) -> dict[str, ProcessNode]:
        return {n.id: n for n in self.nodes}
