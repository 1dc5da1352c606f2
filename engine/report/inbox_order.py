"""The order of an inbox and the key of its next page: rows follow without gap or repeat, however it grows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, or_

from engine.report.wanted import Wanted
from engine.store.tables import run, task, unit

_BY = {"ke-hoach": (run.c.short, task.c.run_id), "don-vi": (unit.c.name, task.c.unit_id)}
"""Grouping -> name and id of the group."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The last row of the page before: `first` is its day or moment, `name` and `group` its group's."""

    first: str
    rank: int
    step_index: int
    id: str
    group: str
    name: str


def group_of(wanted: Wanted) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
    """Name and id of the group by which the rows stand; None by due day or by nothing."""
    return _BY.get(wanted.group)


def order_of(wanted: Wanted, today: date) -> tuple[ColumnElement[Any], ...]:
    """Group; then what is overdue, the rest by due day, what has none; then the plan's order. Of what is done the
    newest stands first.

    The last working day of a task that is overdue can be that of one which is not: the day its plan names may follow.
    """
    group = group_of(wanted) or ()
    if wanted.view == "da-xong":
        return *group, task.c.closed_at.desc(), task.c.id.desc()
    return *group, _rank(today), task.c.last_working_day, task.c.step_index, task.c.id


def _rank(today: date) -> ColumnElement[int]:
    return case((task.c.last_working_day.is_(None), 2), (task.c.overdue_after < today, 0), else_=1)


def key_of(wanted: Wanted, row: Row[Any], today: date, group: str = "") -> str:
    """The key of the page behind that row; `group`: in which due group it stands."""
    late = row.overdue_after is not None and row.overdue_after < today
    rank = 2 if row.last_working_day is None else 0 if late else 1
    first = row.closed_at if wanted.view == "da-xong" else row.last_working_day
    named = {"ke-hoach": (row.run_id, row.short), "don-vi": (row.unit_id, row.unit_name)}.get(wanted.group, (group, ""))
    return "~".join((first.isoformat() if first else "", str(rank), str(row.step_index), row.id, *named))


def read_key(key: str) -> Behind:
    """Raises ValueError for a key nobody handed out."""
    first, rank, step_index, last, group, name = key.split("~", 5)
    return Behind(first, int(rank), int(step_index), last, group, name)


def behind(wanted: Wanted, key: str, today: date) -> ColumnElement[bool]:
    """The rows after that key; raises ValueError as read_key."""
    at = read_key(key)
    within = _done_behind(at) if wanted.view == "da-xong" else _due_behind(at, today)
    by = group_of(wanted)
    if by is None:
        return within
    name, group = by
    return or_(name > at.name, and_(name == at.name, group > at.group),
               and_(name == at.name, group == at.group, within))


def _done_behind(at: Behind) -> ColumnElement[bool]:
    moment = datetime.fromisoformat(at.first)
    return or_(task.c.closed_at < moment, and_(task.c.closed_at == moment, task.c.id < at.id))


def _due_behind(at: Behind, today: date) -> ColumnElement[bool]:
    rank = _rank(today)
    later = or_(task.c.step_index > at.step_index, and_(task.c.step_index == at.step_index, task.c.id > at.id))
    if at.first:
        day = date.fromisoformat(at.first)
        later = or_(task.c.last_working_day > day, and_(task.c.last_working_day == day, later))
    return or_(rank > at.rank, and_(rank == at.rank, later))
