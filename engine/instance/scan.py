"""What stands where in a running tree, and what has happened between two looks at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.graph import NodeKind
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.fact import Awaiting, Cancelled, Closed, DueSet, Fact, Fired, Node, Opened, Received, Sent

Phase = Literal["open", "done", "gone"]
_WAITS: tuple[NodeKind, ...] = ("catch", "timer", "boundary")
SEEN: tuple[NodeKind, ...] = ("task", "throw", *_WAITS)
"""The kinds of node that facts speak of."""


@dataclass(frozen=True, slots=True)
class Point:
    """A node that has been reached."""

    node: Node
    kind: NodeKind
    phase: Phase


Points = Mapping[object, Point]


def look(workflow: PlanWorkflow, kinds: Mapping[str, NodeKind]) -> dict[object, Point]:
    """The nodes reached so far, by task id, in the order of the tree's growth: a flat scan, at any depth."""
    rounds: dict[str, int] = {}
    points: dict[object, Point] = {}
    for task in workflow.tasks.values():
        element = task.task_spec.name
        kind = kinds.get(element)
        if kind not in SEEN or task.state < TaskState.WAITING:
            continue
        rounds[element] = rounds.get(element, 0) + 1
        points[task.id] = Point(Node(element, rounds[element]), kind, _phase(kind, task.state))
    return points


def _phase(kind: NodeKind, state: int) -> Phase:
    if state in (TaskState.CANCELLED, TaskState.ERROR):
        return "gone"
    if kind in _WAITS:
        return "open" if state == TaskState.WAITING else "done"
    return "done" if state == TaskState.COMPLETED else "open"


def happened(before: Points, after: Points, messages: Mapping[str, str]) -> Iterator[Fact]:
    """What lies between two looks: first what was finished, then what went away, what was sent, what opened.

    `messages` names the message of each catch and throw.
    """
    was_open = [(key, point) for key, point in before.items() if point.phase == "open"]
    for key, point in was_open:
        if key in after and after[key].phase == "done" and point.kind != "throw":
            yield _finished(point)
    for key, point in was_open:
        if point.kind != "throw" and (key not in after or after[key].phase == "gone"):
            yield Cancelled(point.node)
    for key, point in after.items():
        if point.kind == "throw" and point.phase == "done" and (key not in before or before[key].phase == "open"):
            yield Sent(messages[point.node.element], point.node)
    for key, point in after.items():
        if point.phase == "open" and key not in before and point.kind != "throw":
            yield opening(point, messages)


def _finished(point: Point) -> Fact:
    if point.kind == "task":
        return Closed(point.node)
    return Received(point.node) if point.kind == "catch" else Fired(point.node)


def opening(point: Point, messages: Mapping[str, str]) -> Opened | Awaiting | DueSet:
    """The fact that says the point is open. The rule of a timer is a phrase of the plan, not known here."""
    if point.kind == "task":
        return Opened(point.node)
    if point.kind == "catch":
        return Awaiting(point.node, messages[point.node.element])
    return DueSet(point.node, "")
