"""The dated points of a run: deadlines of steps and days of events, each with how far it has come."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, or_, select

from engine.base.clock import local_day
from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.plan.step import MAIN, Scope, Step
from engine.report.seen_run import SeenRun
from engine.report.step_days import step_due
from engine.store.tables import event, instance, step_end, task
from engine.work.lead import does
from engine.work.task import of_slot


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is over all processes: `ended` of `begun`, the last end, what is open and late.

    `asked`: how many units the step is one of, where it is not of all; 0: all.
    """

    begun: int = 0
    ended: int = 0
    open: int = 0
    late: int = 0
    last_end: date | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Milestone:
    """A deadline or an event. `day` is None while nobody has fixed it; `also`: steps with the same deadline.

    `after`: for an event without a day, when the step that fixes it opens or is due: not before then.

    `state`: done | next | later | late | open (no day yet).
    """

    kind: Literal["step", "event"]
    id: str
    name: str
    scope: Scope
    day: date | None
    clause: str | None
    progress: Progress
    state: str = "later"
    also: tuple[str, ...] = ()
    after: date | None = None


def progress_of(connection: Connection, seen: Sequence[SeenRun], today: date) -> dict[str, dict[str, Progress]]:
    """Run -> step -> how far it is, of the units whose progress the viewer may count.

    Two queries, a third with groups, for however many runs.
    """
    is_open = task.c.status == "open"
    late = is_open & (task.c.overdue_after < today)
    begun = select(
        task.c.run_id, task.c.step, func.count(task.c.instance_id.distinct()),
        *(func.sum(case((condition, 1), else_=0)) for condition in (is_open, late)),
    ).join(instance, instance.c.id == task.c.instance_id).where(
        _counted(task.c.run_id, seen), task.c.status != "cancelled").group_by(task.c.run_id, task.c.step)
    found: dict[str, dict[str, Progress]] = {one.run.id: {} for one in seen}
    for run_id, step, count, open_now, late_now in connection.execute(begun):
        found[run_id][step] = Progress(int(count), 0, int(open_now or 0), int(late_now or 0))
    ends = (select(step_end.c.run_id, step_end.c.step, func.count(), func.max(step_end.c.at))
            .join(instance, instance.c.id == step_end.c.instance_id).where(_counted(step_end.c.run_id, seen))
            .group_by(step_end.c.run_id, step_end.c.step))
    for run_id, step, count, at in connection.execute(ends):
        found[run_id][step] = replace(found[run_id].get(step, Progress()), ended=int(count),
                                      last_end=local_day(at) if at else None)
    _put_groups(connection, seen, found)
    return found


def _counted(run_id: Column[Any], seen: Sequence[SeenRun]) -> ColumnElement[bool]:
    """What belongs to those of the runs that the viewer reads whole, or to the viewer's units in the others."""
    whole = sorted(one.run.id for one in seen if one.sees_all)
    parts: dict[frozenset[str], list[str]] = {}
    for one in seen:
        if not one.sees_all:
            parts.setdefault(one.own, []).append(one.run.id)
    return or_(*([run_id.in_(whole)] if whole else []), *(
        and_(run_id.in_(sorted(ids)), or_(instance.c.scope == "run", instance.c.unit_id.in_(sorted(own))))
        for own, ids in parts.items()))


def _put_groups(connection: Connection, seen: Sequence[SeenRun], found: dict[str, dict[str, Progress]]) -> None:
    """Steps of some units: those outside its groups passed the step by and are not counted as having done it."""
    asked = {(one.run.id, step.id): {u.id for u in one.units.values() if does(one.plan, step, u)} & one.counted
             for one in seen for step in one.plan.steps_of("unit") if step.groups and step.id in found[one.run.id]}
    if not asked:
        return
    ended = Counter((run_id, step) for run_id, step, unit_id in connection.execute(
        select(step_end.c.run_id, step_end.c.step, instance.c.unit_id)
        .join(instance, instance.c.id == step_end.c.instance_id)
        .where(step_end.c.run_id.in_(sorted({run_id for run_id, _ in asked})),
               step_end.c.step.in_(sorted({step for _, step in asked}))))
        if unit_id in asked.get((run_id, step), ()))
    for (run_id, step), units in asked.items():
        found[run_id][step] = replace(found[run_id][step], asked=len(units), ended=ended[run_id, step])


def milestones(connection: Connection, seen: SeenRun, today: date) -> tuple[Milestone, ...]:
    """Every dated step of the run and of units, and every event; undated events last."""
    return milestones_of(connection, (seen,), today)[seen.run.id]


def milestones_of(
    connection: Connection, seen: Sequence[SeenRun], today: date,
) -> dict[str, tuple[Milestone, ...]]:
    """The same of several runs, by run; as many queries for one as for many."""
    if not seen:
        return {}
    progress = progress_of(connection, seen, today)
    held: dict[str, dict[str, date | None]] = {one.run.id: {} for one in seen}
    for run_id, name, actual_on in connection.execute(
            select(event.c.run_id, event.c.name, event.c.actual_on).where(event.c.run_id.in_(sorted(held)))):
        held[run_id][fold(name)] = actual_on
    return {one.run.id: _in_order(one, progress[one.run.id], held[one.run.id], today) for one in seen}


def _in_order(seen: SeenRun, progress: dict[str, Progress], held: dict[str, date | None],
              today: date) -> tuple[Milestone, ...]:
    found = [*_steps(seen, progress), *_events(seen, progress, held)]
    found.sort(key=lambda one: (one.day is None, one.day or date.max))
    upcoming = next((one.day for one in found if one.day and one.day >= today and not _over(one, seen)), None)
    return tuple(replace(one, state=_state(one, seen, today, upcoming)) for one in found)


def _steps(seen: SeenRun, progress: dict[str, Progress]) -> Iterator[Milestone]:
    """One per day and scope; of several steps the one that is sent to somebody names it.

    What was due before the run came into force, and asked of nobody, is left out.
    """
    published = local_day(seen.run.published_at) if seen.run.published_at else None
    by_day: dict[tuple[Scope, date], list[Step]] = {}
    for step in seen.plan.steps:
        phrase = of_slot(step.deadlines, MAIN)
        day = step_due(seen, phrase).last_working_day if phrase and step.scope != "entry" else None
        passed = bool(day and published and day < published) and not progress.get(step.id, Progress()).begun
        if day and phrase and not passed and not _is_event(seen, phrase, day):
            by_day.setdefault((step.scope, day), []).append(step)
    for (scope, day), steps in by_day.items():
        first = next((s for s in steps if s.reviewer), steps[-1])
        clause = first.clauses[0].at if first.clauses else None
        done = progress.get(first.id, Progress())
        others = tuple(s.name for s in steps if s is not first)
        yield Milestone("step", first.id, first.name, scope, day, clause, done, also=others)


def _is_event(seen: SeenRun, phrase: str, day: date) -> bool:
    """The deadline is the day of an event itself, which stands there as a point of its own."""
    named = parse_deadline(phrase, seen.plan.before_is_inclusive).events
    return any(seen.events.get(fold(name)) == day for name in named)


def _events(seen: SeenRun, progress: dict[str, Progress], held: dict[str, date | None]) -> Iterator[Milestone]:
    for name, given in seen.plan.events.items():
        clause = given.clauses[0].at if given.clauses else None
        day = held.get(fold(name)) or seen.events.get(fold(name))
        done = progress.get(given.fixed_in, Progress()) if given.fixed_in else Progress()
        yield Milestone("event", name, name, "run", day, clause, done, after=_earliest(seen, given.fixed_in))


def _earliest(seen: SeenRun, fixed_in: str | None) -> date | None:
    step = seen.plan.step(fixed_in) if fixed_in else None
    phrase = (step.opens_from or of_slot(step.deadlines, MAIN)) if step else None
    return step_due(seen, phrase).opening_day if phrase else None


def _over(one: Milestone, seen: SeenRun) -> bool:
    if one.kind == "event":
        return False
    if one.scope == "unit":
        return bool(seen.counted) and one.progress.ended >= (one.progress.asked or len(seen.counted))
    return one.progress.ended > 0 and not one.progress.open


def _state(one: Milestone, seen: SeenRun, today: date, upcoming: date | None) -> str:
    if one.day is None:
        return "open"
    if _over(one, seen):
        return "done"
    if one.day < today:
        return "done" if one.kind == "event" or not one.progress.late else "late"
    return "next" if one.day == upcoming else "later"
