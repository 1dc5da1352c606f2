"""What stands where in a running tree, and what has happened between two looks at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.graph import NodeKind
from engine.bpmn.spec import FlowKey
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.fact import Awaiting, Cancelled, Closed, DueSet, Fact, Fired, Node, Opened, Received, Sent

Phase = Literal["open", "done", "gone"]
_WAITS: tuple[NodeKind, ...] = ("catch", "timer", "boundary")
SEEN: tuple[NodeKind, ...] = ("task", "throw", *_WAITS)
"""The kinds of node that facts speak of."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an element of the graph is to us. `several`: this name stands for all instances of a task, not for one."""

    element: str
    kind: NodeKind
    message: str
    several: bool = False


Marks = Mapping[str, Mapping[str, Mark]]
"""By the id of the process and the name of the element in the library's graph."""


@lru_cache(maxsize=256)
def marks_of(key: FlowKey) -> Marks:
    """The marks of all nodes that facts speak of."""
    found: dict[str, dict[str, Mark]] = {}
    for process in key.process.whole:
        marks = found[process.id] = {}
        for node in process.nodes:
            if node.kind in SEEN:
                marks[node.id] = Mark(node.id, node.kind, node.message, bool(node.times))
            if node.times:
                marks[f"{node.id} [child]"] = Mark(node.id, node.kind, node.message)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A node that has been reached."""

    node: Node
    mark: Mark
    phase: Phase


Points = Mapping[object, Point]


def look(workflow: PlanWorkflow, marks: Marks, before: Points | None = None) -> dict[object, Point]:
    """The nodes reached so far, by task id, in the order of the tree's growth: a flat scan, at any depth.

    `before` is an earlier look at the same tree; what has not changed since is taken from there.
    """
    workflow.count_rounds()
    known = before or {}
    points: dict[object, Point] = {}
    paths: dict[object, str] = {}
    for task in workflow.everything():
        state = task.state
        if state < TaskState.WAITING:
            continue
        point = known.get(task.id)
        if point is None:
            home = task.workflow
            mark = marks[home.spec.name].get(task.task_spec.name)
            if mark is None or mark.several:
                continue
            caller = home.parent_task_id
            if caller not in paths:
                paths[caller] = _path(workflow, caller)
            points[task.id] = Point(_node(workflow, task, mark, paths[caller]), mark, _phase(mark.kind, state))
        elif point.phase != "open" or _phase(point.mark.kind, state) == "open":
            points[task.id] = point
        else:
            points[task.id] = Point(point.node, point.mark, _phase(point.mark.kind, state))
    return points


def _node(workflow: PlanWorkflow, task: Any, mark: Mark, path: str) -> Node:
    """The node of the task; one of several shares the round of them all."""
    if task.id in workflow.rounds:
        return Node(mark.element, workflow.rounds[task.id], path)
    several = task.parent
    index = [child.id for child in several.children if child.triggered].index(task.id)
    return Node(mark.element, workflow.rounds[several.id], path, index)


def _path(workflow: PlanWorkflow, caller: Any) -> str:
    """The call nodes that lead to a called process, outermost first."""
    if caller is None:
        return ""
    task = workflow.get_task_from_id(caller)
    return str(Node(task.task_spec.name, workflow.rounds[caller], _path(workflow, task.workflow.parent_task_id)))


def _phase(kind: NodeKind, state: int) -> Phase:
    if state in (TaskState.CANCELLED, TaskState.ERROR):
        return "gone"
    if kind in _WAITS:
        return "open" if state == TaskState.WAITING else "done"
    return "done" if state == TaskState.COMPLETED else "open"


def happened(before: Points, after: Points) -> Iterator[Fact]:
    """What lies between two looks: first what was finished, then what went away, what was sent, what opened."""
    was_open = [(key, point) for key, point in before.items() if point.phase == "open" and point.mark.kind != "throw"]
    for key, point in was_open:
        if key in after and after[key].phase == "done":
            yield _finished(point)
    for key, point in was_open:
        if key not in after or after[key].phase == "gone":
            yield Cancelled(point.node)
    for key, point in after.items():
        if point.mark.kind == "throw" and point.phase == "done" and (key not in before or before[key].phase == "open"):
            yield Sent(point.mark.message, point.node)
    for key, point in after.items():
        if point.phase == "open" and key not in before and point.mark.kind != "throw":
            yield opening(point)


def _finished(point: Point) -> Fact:
    if point.mark.kind == "task":
        return Closed(point.node)
    return Received(point.node) if point.mark.kind == "catch" else Fired(point.node)


def opening(point: Point) -> Opened | Awaiting | DueSet:
    """The fact that says the point is open. The rule of a timer is a phrase of the plan, not known here."""
    if point.mark.kind == "task":
        return Opened(point.node)
    if point.mark.kind == "catch":
        return Awaiting(point.node, point.mark.message)
    return DueSet(point.node, "")
