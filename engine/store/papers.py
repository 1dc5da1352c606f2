"""Papers that were entered on behalf of a unit, as rows: one for each time somebody takes a task in hand for that."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from engine.store.prepared import Prepared, inserting
from engine.store.tables import paper, person, task
from engine.work.context import Answers
from engine.work.on_behalf import Paper

Status = Literal["open", "entered", "left"]


@dataclass(frozen=True, slots=True)
class Aside:
    """A draft out of the way, read by nobody: the unit's own while its paper is entered, or that of an entry left.

    `rest`: everything of its row but the answers; None of one that was put aside before that was kept.
    """

    forms: Answers
    percent: int | None
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Entering:
    """One entry. `counts_on`: the day that decides, `by_stamp` of the postmark.

    `set_aside`: the unit's own draft meanwhile; of an entry that was left what was entered, until the task is sent.
    """

    id: str
    task_id: str
    instance_id: str
    step: str
    by: str
    capacity: str
    begun_at: datetime
    paper: Paper
    counts_on: date
    by_stamp: bool
    in_time: bool | None
    set_aside: Aside | None = None
    status: Status = "open"
    ended_at: datetime | None = None
    alone: bool = False
    """Who entered it looked at it too: the body had nobody else."""
    by_name: str = ""


_NAMES = ("id", "task_id", "instance_id", "step", "by", "capacity", "begun_at", "arrived", "stamped", "number",
          "counts_on", "by_stamp", "in_time", "set_aside", "aside_rest", "status", "ended_at", "alone")
_ADD = Prepared(inserting(paper, *_NAMES))
_ALL = select(*(paper.c[name] for name in _NAMES), person.c.name).join(person, person.c.id == paper.c.by)


def add(connection: Connection, new: Entering) -> None:
    _ADD.run(connection, **_row(new))


def save(connection: Connection, changed: Entering) -> None:
    """The row as it is now."""
    row = _row(changed)
    connection.execute(update(paper).where(paper.c.id == row.pop("id")).values(**row))


def open_for(connection: Connection, task_id: str) -> Entering | None:
    """The entry that is under way."""
    found = connection.execute(_ALL.where(paper.c.task_id == task_id, paper.c.status == "open")).first()
    return _entering(found) if found else None


def left_by(connection: Connection, task_id: str, person_id: str) -> Entering | None:
    """The entry that the person let go of last: what was entered is there to go on with."""
    mine = (paper.c.task_id == task_id, paper.c.status == "left", paper.c.by == person_id)
    found = connection.execute(_ALL.where(*mine).order_by(paper.c.ended_at.desc(), paper.c.id.desc()).limit(1)).first()
    return _entering(found) if found else None


def under_way(connection: Connection, task_ids: Collection[str]) -> dict[str, Entering]:
    """Task id -> the entry that is under way, of those tasks."""
    if not task_ids:
        return {}
    here = (paper.c.task_id.in_(sorted(task_ids)), paper.c.status == "open")
    return {row.task_id: _entering(row) for row in connection.execute(_ALL.where(*here))}


def forget_left(connection: Connection) -> None:
    """Of tasks that are over what was entered and let go is forgotten."""
    over = select(task.c.id).where(task.c.status != "open")
    gone = (paper.c.status == "left", paper.c.set_aside.is_not(None), paper.c.task_id.in_(over))
    connection.execute(update(paper).where(*gone).values(set_aside=None, aside_rest=None))


def of_step(connection: Connection, instance_id: str, step: str) -> tuple[Entering, ...]:
    """Those that were sent in the step, oldest first."""
    here = (paper.c.instance_id == instance_id, paper.c.step == step, paper.c.status == "entered")
    return tuple(map(_entering, connection.execute(_ALL.where(*here).order_by(paper.c.ended_at, paper.c.id))))


def of_run(connection: Connection, run_id: str) -> dict[str, date]:
    """Task id -> the day that counts, of all papers entered in the run."""
    query = select(paper.c.task_id, paper.c.counts_on).join(task, task.c.id == paper.c.task_id)
    return {row[0]: row[1] for row in connection.execute(query.where(
        task.c.run_id == run_id, task.c.behalf_unit_id.is_not(None), paper.c.status == "entered"))}


def ended(found: Entering, status: Status, now: datetime) -> Entering:
    """The entry when it is over; the unit's own draft lies in its place again."""
    return replace(found, status=status, ended_at=now, set_aside=None)


def left(found: Entering, entered: Aside | None, now: datetime) -> Entering:
    """The entry when it is let go, with what was entered."""
    return replace(ended(found, "left", now), set_aside=entered)


def looked_alone(found: Entering) -> Entering:
    """The entry when who entered it looks at it too."""
    return replace(found, alone=True)


def _row(given: Entering) -> dict[str, Any]:
    row = {name: getattr(given, name) for name in _NAMES
           if name not in ("arrived", "stamped", "number", "set_aside", "aside_rest")}
    kept = given.set_aside
    aside = {"forms": kept.forms, "percent": kept.percent} if kept else None
    return row | {"arrived": given.paper.arrived, "stamped": given.paper.stamped, "number": given.paper.number,
                  "set_aside": json.dumps(aside, ensure_ascii=False, sort_keys=True) if aside else None,
                  "aside_rest": kept.rest if kept else None}


def _entering(row: Any) -> Entering:
    kept = Aside(**json.loads(row.set_aside), rest=row.aside_rest) if row.set_aside else None
    return Entering(row.id, row.task_id, row.instance_id, row.step, row.by, row.capacity, row.begun_at,
                    Paper(row.arrived, row.stamped, row.number), row.counts_on, row.by_stamp, row.in_time, kept,
                    row.status, row.ended_at, row.alone, row.name)
