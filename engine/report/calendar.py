"""The year of a person: the days of own tasks, deadlines and events of the runs, days off by name."""

import calendar as months
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, or_, select

from engine.base.calendar import WorkCalendar
from engine.plan.official import official_calendar
from engine.report.inbox import due_of_row
from engine.report.milestones import Milestone, milestones_of
from engine.report.seen_run import SeenRun, seen_runs
from engine.store import decided_days, runs
from engine.store.database import Database
from engine.store.offered import offered_to, within_reach
from engine.store.row_acts import NODE_COLUMNS
from engine.store.tables import instance, run, task, unit
from engine.work.due_state import DueState
from engine.work.people import Viewer
from engine.work.task import why_from

Mark = Literal["late", "now", "soon", "event", "plain", "done", ""]
_URGENT: tuple[Mark, ...] = ("late", "now", "soon", "event", "plain", "done")


@dataclass(frozen=True, slots=True)
class Item:
    """What falls on a day. Alike tasks of one step are one item of `count`; `task_id` is the first of them.

    `progress`: (finished, of how many) for a step, only for who reads the whole run. `why`: how the day was computed.
    """

    day: date | None
    kind: Literal["task", "step", "event"]
    title: str
    subject: str
    run_id: str
    run: str
    task_id: str | None
    count: int
    due: DueState | None
    mark: Mark
    progress: tuple[int, int] | None = None
    clause: str | None = None
    why: tuple[str, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the agenda."""

    day: date
    working: bool
    holiday: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class MiniDay:
    """A day of the year's grid; None in the grid stands for a day of another month."""

    day: date
    working: bool
    holiday: str | None
    mark: Mark


@dataclass(frozen=True)
class CalendarPage:
    """One month in full, the year in small. `provisional`: the days off of that year are not announced yet."""

    year: int
    month: int
    days: tuple[Day, ...]
    undated: tuple[Item, ...]
    grid: tuple[tuple[tuple[MiniDay | None, ...], ...], ...]
    counts: tuple[int, ...]
    provisional: bool


def calendar_page(database: Database, viewer: Viewer, year: int, month: int, today: date) -> CalendarPage:
    """The month of the year; own tasks and the deadlines of all runs the viewer has a part in."""
    with database.read() as connection:
        seen = seen_runs(connection, viewer, runs.of_year(connection, viewer.tenant_id, year), today)
        decided = decided_days.overrides_of(connection, viewer.tenant_id)
        calendar = seen[0].calendar if seen and seen[0].run.year == year else (
            official_calendar(year - 1, year + 1).with_overrides(decided))
        items = [*_tasks(connection, viewer, year, today, calendar)]
        dated = milestones_of(connection, seen, today)
    points = [_milestone(one, m) for one in seen for m in dated[one.run.id] if m.day is None or m.day.year == year]
    items = _once(items, points)
    by_day: dict[date | None, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.day, []).append(item)
    grid = tuple(_month(year, number, by_day, calendar) for number in range(1, 13))
    counts = tuple(sum(len(found) for day, found in by_day.items() if day and day.month == n) for n in range(1, 13))
    return CalendarPage(year, month, tuple(_agenda(year, month, today, by_day, calendar)),
                        tuple(by_day.get(None, ())), grid, counts, year in calendar.provisional)


def _tasks(connection: Connection, viewer: Viewer, year: int, today: date, calendar: WorkCalendar) -> Iterator[Item]:
    """Own tasks: open ones by their last working day, undated ones too, and done ones that had a day."""
    in_year = task.c.last_working_day.between(date(year, 1, 1), date(year, 12, 31))
    undated = task.c.last_working_day.is_(None) & (task.c.status == "open") & (run.c.year == year)
    rows = connection.execute(
        select(task, run.c.short, unit.c.name.label("unit_name"), *NODE_COLUMNS)
        .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
        .join(instance, instance.c.id == task.c.instance_id)
        .where(within_reach(viewer), offered_to(viewer), task.c.status.in_(("open", "done")), or_(in_year, undated))
        .order_by(task.c.last_working_day, task.c.step_index, task.c.status.desc(), task.c.id)).all()
    again = {(row.instance_id, row.step, row.title) for row in rows if row.status == "open"}
    alike: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in rows:
        if row.status == "done" and (row.instance_id, row.step, row.title) in again:
            continue  # it was returned, and is to be done once more
        alike.setdefault((row.last_working_day, row.run_id, row.step, row.title, row.status), []).append(row)
    for group in alike.values():
        first = group[0]
        due = due_of_row(connection, first, today, calendar)
        mark: Mark = "done" if first.status == "done" else due.code if due.code in ("late", "now", "soon") else "plain"
        yield Item(first.last_working_day, "task", first.title, first.subject if len(group) == 1 else "", first.run_id,
                   first.short, first.id, len(group), due, mark, why=why_from(first.why), step=first.step)


def _once(items: Iterable[Item], points: Iterable[Item]) -> list[Item]:
    """A deadline of the plan that is the day of an own task says no more than its clause, which the task takes."""
    own = {(item.run_id, item.step, item.day): item for item in items}
    said = {(one.run_id, one.step, one.day): one.clause for one in points if one.kind == "step" and not one.progress}
    return [*(replace(item, clause=said.get((item.run_id, item.step, item.day))) for item in items),
            *(one for one in points if one.progress or (one.run_id, one.step, one.day) not in own)]


def _milestone(seen: SeenRun, one: Milestone) -> Item:
    whole = len(seen.units) if one.scope == "unit" else one.progress.begun
    progress = (one.progress.ended, whole) if seen.sees_all and one.kind == "step" and whole else None
    mark: Mark = "event" if one.kind == "event" else "done" if one.state == "done" else "plain"
    if seen.sees_all and one.state == "late":
        mark = "late"
    also = f" (cùng hạn: {', '.join(one.also)})" if one.also else ""
    return Item(one.day, one.kind, one.name[:1].upper() + one.name[1:] + also, "", seen.run.id, seen.run.short, None, 1,
                None, mark, progress, one.clause, step=one.id if one.kind == "step" and not one.also else "")


def _agenda(year: int, month: int, today: date, by_day: dict[date | None, list[Item]],
            calendar: WorkCalendar) -> Iterator[Day]:
    """The days of the month on which something falls, holidays, and today."""
    first = date(year, month, 1)
    for n in range(months.monthrange(year, month)[1]):
        day = first + timedelta(days=n)
        holiday = calendar.names.get(day)
        if day in by_day or day == today or holiday or day in calendar.days_worked:
            yield Day(day, calendar.is_working(day), holiday, tuple(by_day.get(day, ())))


def _month(year: int, month: int, by_day: dict[date | None, list[Item]],
           calendar: WorkCalendar) -> tuple[tuple[MiniDay | None, ...], ...]:
    """Weeks from Monday."""
    return tuple(
        tuple(MiniDay(day, calendar.is_working(day), calendar.names.get(day), _mark(by_day.get(day, ())))
              if day.month == month else None for day in week)
        for week in months.Calendar().monthdatescalendar(year, month))


def _mark(items: Iterable[Item]) -> Mark:
    marks = {item.mark for item in items}
    return next((mark for mark in _URGENT if mark in marks), "")
