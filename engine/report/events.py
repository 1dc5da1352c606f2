"""The events of a run: their days, where each is fixed, and what hangs on it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.plan.step import Step
from engine.report.seen_run import seen_run
from engine.report.step_days import step_due
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import event, person, task
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class Hanging:
    """A step whose deadline or opening names the event. `open`: its tasks that move along; `day`: where it is now."""

    step: str
    slot: str
    phrase: str
    day: date | None
    open: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event. `day`: planned, or the day it took place when `held`; `planned`: the day it was planned for.

    `due`: its planned day has come, so it may be said to have taken place. `fixed_in`: name of the step that sets it.
    """

    name: str
    day: date | None
    held: bool
    planned: date | None
    due: bool
    fixed_in: str | None
    about: str | None
    clause: str | None
    quote: str | None
    set_by: str | None
    set_at: datetime | None
    hanging: tuple[Hanging, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """The events of a run; `may_move`: the viewer coordinates and the run is not closed."""

    run: Run
    whole: bool
    may_move: bool
    coordinator: str
    events: tuple[EventLine, ...]


def event_page(database: Database, viewer: Viewer, run_id: str, today: date) -> EventPage:
    """Raises NotFound, Forbidden."""
    with database.read() as connection:
        seen = seen_run(connection, viewer, run_id, today)
        rows = {fold(row.name): row for row in connection.execute(
            select(event, person.c.name.label("by")).outerjoin(person, person.c.id == event.c.set_by)
            .where(event.c.run_id == run_id))}
        opened = {(row[0], fold(row[1])): int(row[2]) for row in connection.execute(
            select(task.c.step, task.c.slot, func.count()).where(task.c.run_id == run_id, task.c.status == "open")
            .group_by(task.c.step, task.c.slot))}
        lines = []
        for name, given in seen.plan.events.items():
            row = rows.get(fold(name))
            clause = given.clauses[0] if given.clauses else None
            hanging = tuple(
                Hanging(step.name, slot, phrase, step_due(seen, phrase).last_working_day,
                        opened.get((step.id, fold(slot)), 0))
                for step in seen.plan.steps for slot, phrase in _phrases(step)
                if fold(name) in {fold(one) for one in parse_deadline(phrase, seen.plan.before_is_inclusive).events})
            lines.append(EventLine(
                name, (row.actual_on or row.planned_on) if row else None, bool(row and row.actual_on),
                row.planned_on if row else None, bool(row and row.planned_on and row.planned_on <= today),
                seen.plan.step(given.fixed_in).name if given.fixed_in else None, given.about,
                clause.at if clause else None, clause.quote if clause else None, row.by if row else None,
                row.set_at if row else None, hanging))
        coordinator = seen.plan.role(seen.plan.coordinator).name
        may_move = seen.coordinator is not None and seen.run.status != "closed"
        return EventPage(seen.run, seen.sees_all, may_move, coordinator, tuple(lines))


def _phrases(step: Step) -> list[tuple[str, str]]:
    """(what it is, phrase) of everything in a step that may name an event."""
    days = (("mở từ", step.opens_from), ("chốt", step.cut_off))
    return [*step.deadlines.items(), *((what, phrase) for what, phrase in days if phrase)]
