"""Where a person who has just sent a task goes on: the next one of the same list."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from engine.report.inbox import chosen_tasks
from engine.report.inbox_order import behind, key_of, order_of
from engine.report.wanted import TODO, Wanted
from engine.store.database import Database
from engine.store.tables import run, task, unit
from engine.work.people import Viewer


def next_task(database: Database, viewer: Viewer, wanted: Wanted, sent_id: str, today: date) -> str | None:
    """The id of the task behind the sent one in the list that is wanted, from its end on its first; None when it is
    empty. A list of what others have to do leads on to the viewer's own."""
    wanted = wanted if wanted.view in TODO else replace(wanted, view="can-lam")
    rows: Select[Any] = (
        select(task.c.id, task.c.last_working_day, task.c.overdue_after, task.c.closed_at, task.c.step_index,
               task.c.run_id, task.c.unit_id, run.c.short, unit.c.name.label("unit_name"))
        .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
    )
    listed = rows.where(chosen_tasks(viewer, wanted, today), task.c.id != sent_id)
    listed = listed.order_by(*order_of(wanted, today)).limit(1)
    with database.read() as connection:
        sent = connection.execute(rows.where(task.c.id == sent_id, task.c.tenant_id == viewer.tenant_id)).first()
        key = key_of(wanted, sent, today) if sent else ""
        further = connection.execute(listed.where(behind(wanted, key, today))).scalar() if key else None
        found: str | None = further or connection.execute(listed).scalar()
    return found
