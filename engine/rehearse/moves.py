"""Two versions of a plan rehearsed by the same people: what moves for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.base.text import fold
from engine.check.sentence import sentence
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.rehearse.outcome import Outcome
from engine.report.rehearsed import TaskRow
from engine.work.task import BUILT_IN

_Key = tuple[str, str, str, str]
"""Step, slot, unit, subject."""


@dataclass(frozen=True, slots=True)
class Move:
    """One deadline of one unit; days as ISO texts, None where the version has no such task, or no day for it."""

    step: str
    unit: str
    before: str | None
    after: str | None
    why: str


def moves_between(here: Outcome, there: Outcome) -> tuple[Move, ...]:
    """What differs from the first version to the second. Days that hang on when a person acts, or that a person fixes,
    are no moves of the plan: they follow from others."""
    before, after = _days(here), _days(there)
    found = {_move(key, before.get(key), after.get(key)) for key in before.keys() | after.keys()
             if _day(before.get(key)) != _day(after.get(key)) or (key in before) != (key in after)}
    return tuple(sorted(found, key=lambda move: (move.step, move.unit, move.before or "", move.after or "", move.why)))


def _days(outcome: Outcome) -> dict[_Key, TaskRow]:
    plan = outcome.rehearsal.stage.plan
    return {(task.step, task.slot, task.unit, task.subject): task
            for task in _firsts(outcome.tasks) if not _hangs_on_people(plan, task)}


def _firsts(tasks: Iterable[TaskRow]) -> Iterable[TaskRow]:
    """A task that was sent back is the same work."""
    return (task for task in tasks if task.round == 1)


def _hangs_on_people(plan: Plan, task: TaskRow) -> bool:
    if task.phrase is None:
        return False
    fixed = {fold(name) for name, event in plan.events.items() if event.date is None}
    named = {fold(event) for event in parse_deadline(task.phrase, plan.before_is_inclusive).events}
    return bool(named & (BUILT_IN | fixed))


def _day(task: TaskRow | None) -> date | None:
    return task.last_day if task else None


def _move(key: _Key, before: TaskRow | None, after: TaskRow | None) -> Move:
    days = [day.isoformat() if (day := _day(one)) else None for one in (before, after)]
    return Move(key[0], key[2], days[0], days[1], _why(before, after))


def _why(before: TaskRow | None, after: TaskRow | None) -> str:
    if before is None or after is None:
        return sentence("bản kia thêm việc này") if before is None else sentence("bản kia không còn việc này")
    if before.phrase != after.phrase:
        return sentence("hạn “{before}” thành “{after}”", before=before.phrase or "–", after=after.phrase or "–")
    return after.why[0] if after.why else sentence("hạn “{phrase}” tính theo ngày khác", phrase=after.phrase)
