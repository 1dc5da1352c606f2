"""The dated points of a run: deadlines of steps and days of events, each with how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection, case, func, or_, select, true

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


def progress_of(connection: Connection, seen: SeenRun, today: date) -> dict[str, Progress]:
    """Step -> how far it is, of the units whose progress the viewer may count; two queries, a third with groups."""
    run_id = seen.run.id
    counted = true() if seen.sees_all else or_(instance.c.scope == "run", instance.c.unit_id.in_(sorted(seen.own)))
    is_open = task.c.status == "open"
    late = is_open & (task.c.overdue_after < today)
    begun = select(
        task.c.step, func.count(task.c.instance_id.distinct()),
        *(func.sum(case((condition, 1), else_=0)) for condition in (is_open, late)),
    ).join(instance, instance.c.id == task.c.instance_id).where(
        task.c.run_id == run_id, task.c.status != "cancelled", counted).group_by(task.c.step)
    found = {row[0]: Progress(int(row[1]), 0, int(row[2] or 0), int(row[3] or 0)) for row in connection.execute(begun)}
    ends = (select(step_end.c.step, func.count(), func.max(step_end.c.at))
            .join(instance, instance.c.id == step_end.c.instance_id).where(step_end.c.run_id == run_id, counted)
            .group_by(step_end.c.step))
    for step, count, at in connection.execute(ends):
        found[step] = replace(found.get(step, Progress()), ended=int(count), last_end=local_day(at) if at else None)
    return found | _of_groups(connection, seen, found)


def _of_groups(connection: Connection, seen: SeenRun, found: dict[str, Progress]) -> dict[str, Progress]:
    """Steps of some units: those outside its groups passed the step by and are not counted as having done it."""
    asked = {step.id: {unit.id for unit in seen.units.values() if does(seen.plan, step, unit)} & seen.counted
             for step in seen.plan.steps_of("unit") if step.groups and step.id in found}
    if not asked:
        return {}
    ended = connection.execute(
        select(step_end.c.step, instance.c.unit_id).join(instance, instance.c.id == step_end.c.instance_id)
        .where(step_end.c.run_id == seen.run.id, step_end.c.step.in_(sorted(asked)))).all()
    return {step: replace(found[step], asked=len(units), ended=sum(
        row.step == step and row.unit_id in units for row in ended)) for step, units in asked.items()}


def milestones(connection: Connection, seen: SeenRun, today: date) -> tuple[Milestone, ...]:
    """Every dated step of the run and of units, and every event; undated events last."""
    progress = progress_of(connection, seen, today)
    held = {fold(row.name): row.actual_on for row in connection.execute(
        select(event.c.name, event.c.actual_on).where(event.c.run_id == seen.run.id))}
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
