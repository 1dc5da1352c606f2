"""A running SpiffWorkflow tree that cannot evaluate anything: a condition is the name of a guard with a known truth."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.util.task import TaskState

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

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:
        truths: Mapping[str, bool] = task.workflow.truths
        if expression not in truths:
            raise GuardUnknown(expression)
        return truths[expression]

    def execute(self, task: Any, script: str, external_context: object = None) -> object:
        raise ScriptRefused(script)

    def call_service(self, task: Any, **kwargs: object) -> object:
        raise ScriptRefused("service")


_ENGINE = GuardEngine()


class PlanWorkflow(BpmnWorkflow):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """The tree of one instance. Loaded or new, its script engine is the one that refuses scripts."""

    def __init__(self, spec: Any, truths: Iterable[tuple[str, bool]] = (), deserializing: bool = False) -> None:
        self.truths = dict(truths)
        super().__init__(spec, script_engine=_ENGINE, deserializing=deserializing)

    def ready(self) -> Any | None:
        """The first task the engine itself can run. A flat scan: the library's own walk is blind below depth 1000."""
        for task in self.tasks.values():
            if task.state == TaskState.READY and not task.task_spec.manual:
                return task
        return None

    def over(self) -> bool:
        """Whether nothing is left to do; by flat scan, for the library says yes when the tree is too deep for it."""
        return self.completed or not any(t.has_state(TaskState.NOT_FINISHED_MASK) for t in self.tasks.values())

    def reset_from_task_id(self, *_args: object, **_kwargs: object) -> Any:
        """Refused: it leaves removed waits behind, and two open ends after a join. A return is drawn as a loop."""
        raise ScriptRefused("reset")
