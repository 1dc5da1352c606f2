"""What expressions see after a task was closed. Most look at the outcome alone: rows are asked when one wants more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.action.scene import Scene
from engine.bpmn.graph import Outcome
from engine.bpmn.reach import RESULT
from engine.store import answers
from engine.store.instances import Instance
from engine.work.context import Answers, done_context, merged
from engine.work.draft import Change
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class Given:
    """How a task is closed."""

    outcome: Outcome
    forms: Answers
    reason: str | None = None
    submit_key: str | None = None
    average: float | None = None
    """Of a ballot: the average total in per cent."""
    passed: bool | None = None
    """Of a ballot: whether what was judged passes."""
    page: Change | None = None
    """The page it was sent from, where it must hold everything that the draft holds."""


class DoneNames(Mapping[str, object]):
    """The names of a task that was closed with `given`, put together when the first but the outcome is asked for."""

    def __init__(self, scene: Scene, task: Task, instance: Instance, given: Given) -> None:
        self._scene = scene
        self._task = task
        self._instance = instance
        self._given = given

    @cached_property
    def answers(self) -> dict[str, object]:
        """Those of the whole step by field, the ones just given last."""
        sent = answers.of_step(self._scene.connection, self._instance.id, self._task.step)
        return merged([*(one.forms for one in sent if one.task_id != self._task.id), self._given.forms])

    def look(self) -> None:
        """Put them together now: rows are about to be written that they may speak of."""
        self._all  # noqa: B018 - kept

    def anew(self) -> None:
        """Rows were written that the names may speak of."""
        self.__dict__.pop("_all", None)

    @cached_property
    def _all(self) -> dict[str, object]:
        scene, given = self._scene, self._given
        done = done_context(scene.context(self._instance), self._task.step, given.outcome.id, self.answers,
                            given.average, scene.today)
        return {**done, "dat": given.passed}

    def __getitem__(self, name: str) -> object:
        return self._given.outcome.id if name == RESULT else self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
