"""Days are derived again when an event gets another date: of open tasks and of timers that hang on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from engine.action.scene import Scene
from engine.base.clock import local_moment
from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.store import instances, tasks
from engine.store.instances import Timer
from engine.work.route import element_of, round_of
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class MovedDay:
    """An open task whose days are others now; None while its event has no date.

    `before` and `after`: its last day; `working_before` and `working_after`: its last working day.
    """

    task_id: str
    title: str
    subject: str
    unit_id: str
    before: date | None
    after: date | None
    working_before: date | None = None
    working_after: date | None = None


def redate(scene: Scene, events: frozenset[str]) -> tuple[MovedDay, ...]:
    """Derive again everything that hangs on one of the events (folded names); says which tasks moved."""
    return _redate(scene, lambda phrase: _hangs_on(phrase, events))


def redate_all(scene: Scene) -> tuple[MovedDay, ...]:
    """Derive again every day of the run: the calendar is another one."""
    return _redate(scene, lambda _: True)


def moved_days(scene: Scene) -> tuple[MovedDay, ...]:
    """What `redate_all` would move, by the calendar the scene holds; nothing is written."""
    return _moved(_derived(scene, lambda _: True))


def _redate(scene: Scene, concerned: Callable[[str], bool]) -> tuple[MovedDay, ...]:
    derived = _derived(scene, concerned)
    for _, changed in derived:
        tasks.set_days(scene.connection, changed)
    own = _own_versions(scene)
    for timer in instances.timers_of(scene.connection, scene.run.id):
        if concerned(timer.rule):
            instances.set_timer(scene.connection, _rearmed(scene.at(own.get(timer.instance_id)), timer))
    return _moved(derived)


def _derived(scene: Scene, concerned: Callable[[str], bool]) -> list[tuple[Task, Task]]:
    """Open tasks as they are and as they would be."""
    own = _own_versions(scene)
    return [(task, scene.at(own.get(task.instance_id)).with_days(task))
            for task in tasks.open_of_run(scene.connection, scene.run.id) if task.phrase and concerned(task.phrase)]


def _own_versions(scene: Scene) -> dict[str, str]:
    """The instances that stand on another version than the run's, with it."""
    return instances.own_versions(scene.connection, scene.run.id) if scene.run.mixed else {}


def _moved(derived: Iterable[tuple[Task, Task]]) -> tuple[MovedDay, ...]:
    return tuple(
        MovedDay(old.id, old.title, old.subject, old.unit_id, old.last_day, new.last_day, old.last_working_day,
                 new.last_working_day)
        for old, new in derived
        if (old.last_day, old.last_working_day) != (new.last_day, new.last_working_day))


def _rearmed(scene: Scene, timer: Timer) -> Timer:
    """A cut-off of opinions or votes that counts from their opening goes on counting from there."""
    cuts_off = scene.node(element_of(timer.node)).kind in ("catch", "task")
    asked = [task.opened_at for task in tasks.open_of_instance(scene.connection, timer.instance_id)
             if round_of(task.node) == timer.node]
    return armed(scene, timer, cuts_off, min(asked, default=scene.now))


def armed(scene: Scene, timer: Timer, cuts_off: bool, since: datetime) -> Timer:
    """The timer with its moment: a cut-off when its last day is over, an opening at midnight of its first day."""
    days = scene.due(timer.rule, since)
    day = days.last_day + timedelta(days=1) if cuts_off and days.last_day else days.opening_day
    return replace(timer, due_at=local_moment(day) if day else None)


def _hangs_on(phrase: str, events: frozenset[str]) -> bool:
    return any(fold(event) in events for event in parse_deadline(phrase).events)
