"""The parallel gateway by the rules of BPMN: one token taken from every way in, at any turn of a loop."""

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.util.task import TaskState


class TokenJoin(ParallelGateway):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """Counts what has arrived and waits.

    The library guesses from the shape of the tree which arrivals belong together. Inside a loop it takes those of an
    earlier round for those of this one, joins too early, and drops finished tasks from the tree.
    """

    def _update_hook(self, my_task: Any) -> bool:
        arrived = {my_task.parent.task_spec.name: my_task}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and task.state == TaskState.WAITING:
                arrived.setdefault(task.parent.task_spec.name, task)
        if not arrived.keys() >= set(self._inputs):
            my_task._set_state(TaskState.WAITING)
            return False
        for task in arrived.values():
            if task is not my_task:
                task.cancel()
        return True

    def _run_hook(self, my_task: Any) -> bool:
        return True
