"""Days are derived again when an event gets another date: of open tasks and of timers that hang on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.action.scene import Scene
from engine.base.clock import local_moment
from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.store import instances, tasks
from engine.store.instances import Timer


@dataclass(frozen=True, slots=True)
class MovedDay:
    """An open task whose last day is another one now; None while its event has no date."""

    task_id: str
    title: str
    subject: str
    unit_id: str
    before: date | None
    after: date | None


def redate(scene: Scene, events: frozenset[str]) -> tuple[MovedDay, ...]:
    """Derive again everything that hangs on one of the events (folded names); says which tasks moved."""
    moved = []
    for task in tasks.open_of_run(scene.connection, scene.run.id):
        if task.phrase and _hangs_on(task.phrase, events):
            changed = scene.with_days(task)
            tasks.set_days(scene.connection, changed)
            if changed.last_day != task.last_day:
                moved.append(MovedDay(task.id, task.title, task.subject, task.unit_id, task.last_day, changed.last_day))
    for timer, cuts_off in instances.timers_of(scene.connection, scene.run.id):
        if _hangs_on(timer.rule, events):
            instances.set_timer(scene.connection, armed(scene, timer.instance_id, timer.node, timer.rule, cuts_off))
    return tuple(moved)


def armed(scene: Scene, instance_id: str, node: str, rule: str, cuts_off: bool) -> Timer:
    """The timer with its moment: a cut-off when its last day is over, an opening at midnight of its first day."""
    days = scene.due(rule, scene.now)
    day = days.last_day + timedelta(days=1) if cuts_off and days.last_day else days.opening_day
    return Timer(instance_id, node, rule, local_moment(day) if day else None)


def _hangs_on(phrase: str, events: frozenset[str]) -> bool:
    return any(fold(event) in events for event in parse_deadline(phrase).events)
