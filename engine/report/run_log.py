"""The record of a run: who did what in which capacity, and what was refused; newest first, a page at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, literal, or_, select

from engine.report.seen_run import whole_run
from engine.report.stood_in import said_capacities
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import audit, entry, file, instance, person, task, unit
from engine.work.people import Viewer

PAGE = 50


@dataclass(frozen=True, slots=True)
class LogLine:
    """One command. `what`: the title, step or name of what it was about; `detail`: codes, as kept."""

    seq: int
    at: datetime
    who: str | None
    capacity: str
    command: str
    outcome: str
    what: str | None
    unit: str | None
    task_id: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunLog:
    """One page. `more`: the key of the next page; `refused`: only refusals are shown."""

    run: Run
    lines: tuple[LogLine, ...]
    more: int | None
    refused: bool


def run_log(database: Database, viewer: Viewer, run_id: str, today: date, before: int | None = None,
            refused: bool = False) -> RunLog:
    """The page behind the key `before`. Raises NotFound, Forbidden.

    Refusals are kept by the address of the page they came from: those of this run's pages and tasks are its own.
    """
    with database.read() as connection:
        seen = whole_run(connection, viewer, run_id, today)
        about, of_file = entry.alias(), task.alias()  # a file that was not sent is not named
        query = (
            select(audit, person.c.name.label("who"), task.c.id.label("task_id"), task.c.title,
                   task.c.subject.label("about"), unit.c.name.label("unit_name"),
                   func.coalesce(entry.c.name, about.c.name, case((of_file.c.outcome.is_not(None), file.c.name)))
                   .label("named"))
            .outerjoin(person, person.c.id == audit.c.person_id).outerjoin(task, task.c.id == audit.c.subject)
            .outerjoin(instance, instance.c.id == audit.c.subject)
            .outerjoin(unit, unit.c.id == func.coalesce(task.c.unit_id, instance.c.unit_id))
            .outerjoin(entry, entry.c.id == audit.c.subject).outerjoin(about, about.c.id == instance.c.entry_id)
            .outerjoin(file, file.c.id == audit.c.subject).outerjoin(of_file, of_file.c.id == file.c.task_id)
            .where(or_(audit.c.run_id == run_id, and_(audit.c.outcome == "refused", _pages_of(run_id))))
            .where(or_(person.c.id.is_(None), person.c.tenant_id == viewer.tenant_id))
            .order_by(audit.c.seq.desc()).limit(PAGE + 1))
        if before is not None:
            query = query.where(audit.c.seq < before)
        if refused:
            query = query.where(audit.c.outcome == "refused")
        rows = connection.execute(query).all()
        said = said_capacities(connection, [(row.seq, row.person_id, row.capacity, row.at) for row in rows])
    steps = {step.id: step.name for step in seen.plan.steps}
    more = rows[PAGE - 1].seq if len(rows) > PAGE else None
    return RunLog(seen.run, tuple(_line(row, steps, said[row.seq]) for row in rows[:PAGE]), more, refused)


def _pages_of(run_id: str) -> ColumnElement[bool]:
    """The page that refused was one of the run or of one of its tasks."""
    asked = task.alias()
    page = literal("/viec/").concat(asked.c.id).concat("%")
    of_task = exists(select(asked.c.id).where(asked.c.run_id == run_id, audit.c.subject.like(page)).correlate(audit))
    return or_(audit.c.subject.startswith(f"/dot/{run_id}", autoescape=True), of_task)


def _line(row: Row[Any], steps: Mapping[str, str], capacity: str) -> LogLine:
    detail = json.loads(row.detail)
    step = steps.get(str(detail.get("node", "")).split(".")[0])
    what = row.title or step or row.named
    about = row.about or (row.named if step else None)
    return LogLine(row.seq, row.at, row.who, capacity, row.command, row.outcome,
                   f"{what} — “{about}”" if what and about else what, row.unit_name, row.task_id, detail)
