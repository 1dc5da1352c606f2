"""The past of an instance, read from its saved tree: how far each point is, and which way each choice took."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.graph import Process
from engine.bpmn.spec import flow_key
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.scan import Phase, look, marks_of


class Way:
    """What a saved tree tells of the past: how far each point is, and which way each choice took."""

    def __init__(self, process: Process, workflow: PlanWorkflow) -> None:
        self.process = process
        self.points = {str(p.node): p for p in look(workflow, marks_of(flow_key(process))).values()}
        self.choices: dict[tuple[str, int], str | None] = {}
        choices = {node.id for node in process.nodes if node.kind == "exclusive"}
        count: dict[str, int] = {}
        for task in workflow.tasks.values():
            name = task.task_spec.name
            if name in choices and task.state == TaskState.COMPLETED:
                count[name] = count.get(name, 0) + 1
                self.choices[(name, count[name])] = self._guard(name, self._drawn(task))

    def _drawn(self, task: Any) -> set[str]:
        """The elements right after it; the library puts tasks of its own before what has a boundary event."""
        names = {node.id for node in self.process.nodes}
        found, ahead = set(), list(task.children)
        while ahead:
            one = ahead.pop()
            if one.task_spec.name in names:
                found.add(one.task_spec.name)
            else:
                ahead += one.children
        return found

    def _guard(self, choice: str, targets: set[str]) -> str | None:
        """The guard of the flow that was taken; None for the way that needs none."""
        taken = [f for f in self.process.flows if f.source == choice and f.target in targets]
        return next((f.guard for f in taken if f.guard and not f.default), None)

    def phase(self, node: str) -> Phase | None:
        found = self.points.get(node)
        return found.phase if found else None
