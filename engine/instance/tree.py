"""A running tree as rows, and rows as a running tree: only what has been reached, for what lies ahead follows from it.

Rows stand depth first, so that branches give the same rows in whichever order people worked on them. A round is the
count of an element's rows so far; where people came another way around, the rows say which is which.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask, SequentialMultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.workflow import PlanWorkflow
from engine.instance.fact import InstanceError
from engine.instance.rows import Rows

MAX_DEPTH = 500
"""Longest way from the start; below 1000 the library no longer sees tasks, and its recursions must end well before."""


def rows_of(workflow: PlanWorkflow) -> Rows:
    """The rows; InstanceError when the tree has grown too deep or carries data."""
    workflow.count_rounds()
    rows = Rows([])
    comings: dict[tuple[object, str], int] = {}
    waiting = [(workflow.task_tree, -1, 0)]
    while waiting:
        task, parent, depth = waiting.pop()
        if task.data or depth > MAX_DEPTH:
            raise InstanceError(_refusal(bool(task.data)))
        place = len(rows.tree)
        rows.tree.append((task.task_spec.name, task.state.bit_length() - 1, parent))
        if task.id in workflow.rounds:
            coming = (task.workflow.parent_task_id, task.task_spec.name)
            comings[coming] = comings.get(coming, 0) + 1
            if workflow.rounds[task.id] != comings[coming]:
                rows.turns.append((place, workflow.rounds[task.id]))
        if isinstance(task.task_spec, SequentialMultiInstanceTask) and task.state == TaskState.STARTED:
            rows.times.append((place, task.internal_data["cardinality"]))
        waiting += [(one, place, depth + 1) for one in reversed(_kept(workflow, task))]
    return rows


def _kept(workflow: PlanWorkflow, task: Any) -> list[Any]:
    """The process it called, then its children, without those that are only foreseen."""
    finished = task.has_state(TaskState.FINISHED_MASK)
    kept = [child for child in task.children if finished or child.state >= TaskState.WAITING]
    part = workflow.subprocesses.get(task.id)
    return [part.task_tree, *kept] if part is not None else kept


def _refusal(data: bool) -> str:
    if data:
        return "trạng thái không được mang dữ liệu của biểu mẫu"
    return f"quy trình đã đi quá {MAX_DEPTH} bước nối tiếp; hãy kết thúc lần chạy này và mở lần chạy mới"


def grow(rows: Rows, spec: Any) -> PlanWorkflow:
    """The tree; ValueError or KeyError when such rows do not grow in that graph."""
    workflow = PlanWorkflow(spec, deserializing=True)
    turns, times = dict(rows.turns), dict(rows.times)
    comings: dict[tuple[object, str], int] = {}
    tasks: list[Any] = []
    for place, (name, bit, parent) in enumerate(rows.tree):
        task = _plant(workflow, name, tasks[parent] if parent >= 0 else None, 1 << bit, place + 1)
        tasks.append(task)
        if task.state >= TaskState.WAITING and name in task.workflow.spec.in_rounds:
            coming = (task.workflow.parent_task_id, name)
            comings[coming] = comings.get(coming, 0) + 1
            workflow.set_round(task, turns.pop(place, comings[coming]))
    for place, task in enumerate(tasks):
        if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            workflow.event_manager.add_task(task)
        if task.state == TaskState.STARTED and isinstance(task.task_spec, MultiInstanceTask):
            _resume(task, times.pop(place, 0))
    if turns or times:
        raise ValueError("a note for no row")
    for part in workflow.subprocesses.values():
        part.completed = not any(t.has_state(TaskState.NOT_FINISHED_MASK) for t in part.tasks.values())
    workflow.completed = workflow.over()
    return workflow


def _plant(workflow: PlanWorkflow, name: str, parent: Any, state: int, number: int) -> Any:
    """The task as its parent's next child; as the root of the called process where the parent calls one."""
    if parent is None or isinstance(parent.task_spec, SubWorkflowTask) and parent.id not in workflow.subprocesses:
        home = workflow if parent is None else _part(workflow, parent)
        if name != home.spec.start.name:
            raise ValueError("no start")
        home.task_tree = Task(home, home.spec.task_specs[name], None, state=state, id=number)
        return home.task_tree
    spec = parent.workflow.spec
    if name not in spec.behind[parent.task_spec.name]:
        raise ValueError(f"{name} does not follow")
    task = Task(parent.workflow, spec.task_specs[name], parent, state=state, id=number)
    task.triggered = name in spec.instances
    return task


def _part(workflow: PlanWorkflow, caller: Any) -> BpmnSubWorkflow:
    spec = workflow.subprocess_specs[caller.task_spec.spec]
    part = workflow.subprocesses[caller.id] = BpmnSubWorkflow(spec, caller.id, workflow, deserializing=True)
    part.completed_event.connect(caller.task_spec._on_subworkflow_completed, caller)
    return part


def _resume(several: Any, times: int) -> None:
    """What the library keeps beside the tree of a task that several do."""
    ours = [child for child in several.children if child.triggered]
    several.internal_data["merged"] = [str(child.id) for child in ours if child.state == TaskState.COMPLETED]
    if isinstance(several.task_spec, SequentialMultiInstanceTask):
        if not 0 < len(ours) <= times:
            raise ValueError("more than there are")
        several.internal_data.update(cardinality=times, current=len(ours))
