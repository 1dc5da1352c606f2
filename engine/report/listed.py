"""Chosen tasks of a list as plain lines, for a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.base.calendar import WorkCalendar
from engine.report.inbox import due_of_row
from engine.report.inbox_order import order_of
from engine.report.wanted import Wanted
from engine.store.database import Database
from engine.store.offered import within_reach
from engine.store.row_acts import NODE_COLUMNS
from engine.store.tables import instance, run, task, unit
from engine.work.due_state import DueState
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class ListedTask:
    """One task. `last_working_day`: the last day it can be done on a working day."""

    title: str
    subject: str
    plan: str
    step_index: int
    step_total: int
    unit: str
    role: str
    last_day: date | None
    last_working_day: date | None
    due: DueState
    returned: int


def listed_tasks(database: Database, viewer: Viewer, chosen: Iterable[str], wanted: Wanted, today: date,
                 calendar: WorkCalendar) -> list[ListedTask]:
    """Those of the chosen tasks that are within the viewer's reach, in the order of the list."""
    query = (select(task, run.c.short, unit.c.name.label("unit_name"), *NODE_COLUMNS)
             .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
             .join(instance, instance.c.id == task.c.instance_id)
             .where(task.c.id.in_(list(chosen)), task.c.tenant_id == viewer.tenant_id, within_reach(viewer))
             .order_by(*order_of(wanted, today)))
    with database.read() as connection:
        return [ListedTask(row.title, row.subject, row.short, row.step_index, row.step_total, row.unit_name, row.role,
                           row.last_day, row.last_working_day,
                           due_of_row(connection, row, today, calendar), row.returned)
                for row in connection.execute(query)]
