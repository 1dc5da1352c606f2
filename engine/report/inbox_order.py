"""The order of an inbox and the key of its next page: rows follow without gap or repeat, however it grows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from engine.report.wanted import Wanted
from engine.store.tables import run, task, unit

_BY = {"ke-hoach": (run.c.short, task.c.run_id), "don-vi": (unit.c.name, task.c.unit_id)}
"""Grouping -> name and id of the group."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The last row of the page before: `first` is its day or moment, `name` and `group` its group's."""

    first: str
    step_index: int
    id: str
    group: str
    name: str


def group_of(wanted: Wanted) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
    """Name and id of the group by which the rows stand; None by due day or by nothing."""
    return _BY.get(wanted.group)


def order_of(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    """Group, then due day with those without one last, then the plan's order; what is done stands newest first."""
    group = group_of(wanted) or ()
    if wanted.view == "da-xong":
        return *group, task.c.closed_at.desc(), task.c.id.desc()
    return *group, task.c.last_working_day.is_(None), task.c.last_working_day, task.c.step_index, task.c.id


def key_of(wanted: Wanted, row: Row[Any]) -> str:
    """The key of the page behind that row."""
    first = row.closed_at if wanted.view == "da-xong" else row.last_working_day
    name, group = {"ke-hoach": (row.short, row.run_id), "don-vi": (row.unit_name, row.unit_id)}.get(
        wanted.group, ("", ""))
    return "~".join((first.isoformat() if first else "", str(row.step_index), row.id, group, name))


def behind(wanted: Wanted, key: str) -> ColumnElement[bool]:
    """The rows after that key; raises ValueError for a key nobody handed out."""
    first, step_index, last, group, name = key.split("~", 4)
    at = Behind(first, int(step_index), last, group, name)
    within = _done_behind(at) if wanted.view == "da-xong" else _due_behind(at)
    by = group_of(wanted)
    if by is None:
        return within
    return or_(by[0] > name, and_(by[0] == name, by[1] > group), and_(by[0] == name, by[1] == group, within))


def _done_behind(at: Behind) -> ColumnElement[bool]:
    moment = datetime.fromisoformat(at.first)
    return or_(task.c.closed_at < moment, and_(task.c.closed_at == moment, task.c.id < at.id))


def _due_behind(at: Behind) -> ColumnElement[bool]:
    same_step = and_(task.c.step_index == at.step_index, task.c.id > at.id)
    later_step = or_(task.c.step_index > at.step_index, same_step)
    if not at.first:
        return and_(task.c.last_working_day.is_(None), later_step)
    day = date.fromisoformat(at.first)
    return or_(task.c.last_working_day.is_(None), task.c.last_working_day > day,
               and_(task.c.last_working_day == day, later_step))
