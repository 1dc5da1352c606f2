"""A running SpiffWorkflow tree that cannot evaluate anything: a condition is the name of a guard with a known truth."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.graph import MOST_AT_ONE_TASK

# At lower levels these loggers walk the tree for every change of state and copy task data into the records.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class GuardUnknown(Exception):
    """The flow needs a guard whose truth the command did not bring."""

    def __init__(self, guard: str) -> None:
        super().__init__(guard)
        self.guard = guard


class ScriptRefused(Exception):
    """Something asked the flow to compute; kheo's flows never do."""


class _NothingRuns(BasePythonScriptEngineEnvironment):  # type: ignore[misc]  # SpiffWorkflow is untyped
    def evaluate(self, expression: str, context: object, external_context: object = None) -> object:
        raise ScriptRefused(expression)

    def execute(self, script: str, context: object, external_context: object = None) -> object:
        raise ScriptRefused(script)

    def call_service(self, context: object, **kwargs: object) -> object:
        raise ScriptRefused("service")


class GuardEngine(PythonScriptEngine):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """Looks a guard's name up in the truths of the workflow; refuses all else."""

    def __init__(self) -> None:
        super().__init__(environment=_NothingRuns())

    def validate(self, expression: str) -> None:
        raise SyntaxError("kheo runs no scripts")

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> int:
        if expression.isdecimal():  # how many do a task; a guard's name is never a number
            return int(expression)
        truths: Mapping[str, int] = task.workflow.top_workflow.truths
        if expression not in truths:
            raise GuardUnknown(expression)
        if not 0 <= truths[expression] <= MOST_AT_ONE_TASK:
            raise ScriptRefused(
                f'"{expression}" là {truths[expression]}, một việc giao cho nhiều nhất {MOST_AT_ONE_TASK} nơi')
        return truths[expression]

    def execute(self, task: Any, script: str, external_context: object = None) -> object:
        raise ScriptRefused(script)

    def call_service(self, task: Any, **kwargs: object) -> object:
        raise ScriptRefused("service")


_ENGINE = GuardEngine()


class PlanWorkflow(BpmnWorkflow):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """The tree of one instance. Loaded or new, its script engine is the one that refuses scripts."""

    def __init__(self, spec: Any, truths: Iterable[tuple[str, int]] = (), deserializing: bool = False) -> None:
        self.truths = dict(truths)
        self.rounds: dict[object, int] = {}
        """By task id: which coming of its element it is, within its process."""
        self._comings: dict[tuple[object, str], int] = {}
        super().__init__(spec, subprocess_specs=spec.called, script_engine=_ENGINE, deserializing=deserializing)

    def everything(self) -> list[Any]:
        """The tasks of the process and of the processes it called, in the order of their growth: a flat scan, for the
        library's own walk is blind below depth 1000."""
        found = list(self.tasks.values())
        for part in self.subprocesses.values():
            found += part.tasks.values()
        return found

    def count_rounds(self) -> None:
        """Gives each newly reached task its round."""
        for task in self.everything():
            name = task.task_spec.name
            if name in task.workflow.spec.in_rounds and task.state >= TaskState.WAITING and task.id not in self.rounds:
                self.set_round(task, self._comings.get((task.workflow.parent_task_id, name), 0) + 1)

    def set_round(self, task: Any, turn: int) -> None:
        """The task is its element's coming of that number; later ones count on from the highest."""
        self.rounds[task.id] = turn
        coming = (task.workflow.parent_task_id, task.task_spec.name)
        self._comings[coming] = max(turn, self._comings.get(coming, 0))

    def ready(self) -> Any | None:
        """The first task the engine itself can run."""
        for task in self.everything():
            if task.state == TaskState.READY and not task.task_spec.manual:
                return task
        return None

    def run_task(self, task: Any) -> None:
        """Run it; what lies ahead of a task is not saved, and is seen anew when the task's turn has come."""
        ahead = sum(not child.triggered for child in task.children)
        if ahead < len(task.task_spec._outputs):
            task.task_spec._predict_hook(task)
        task.run()

    def update_waiting_tasks(self) -> None:
        """After each finished task: joins see whether they may go on. An event ends only when it is told to."""
        for task in list(self.tasks.values()):
            if task.state == TaskState.WAITING and not isinstance(task.task_spec, CatchingEvent):
                task.task_spec._update(task)

    def over(self) -> bool:
        """Whether nothing is left to do; by flat scan, for the library says yes when the tree is too deep for it."""
        return self.completed or not any(t.has_state(TaskState.NOT_FINISHED_MASK) for t in self.tasks.values())

    def reset_from_task_id(self, *_args: object, **_kwargs: object) -> Any:
        """Refused: it leaves removed waits behind, and two open ends after a join. A return is drawn as a loop."""
        raise ScriptRefused("reset")
