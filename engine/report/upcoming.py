"""What comes next for a person who has nothing to do: the nearest step that is not open yet, and the week's work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from engine.base.clock import local_moment
from engine.store.database import Database
from engine.store.offered import offered_to, within_reach
from engine.store.row_acts import NODE_COLUMNS, node_of_row
from engine.store.tables import instance, run, task, timer
from engine.work.people import Viewer

_LOOKED_AT = 50
"""So many timers are looked at for one that opens a step."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """`sent_this_week`: tasks of the viewer done since Monday; `opens_at`: when the nearest dated step opens."""

    sent_this_week: int
    step: str = ""
    plan: str = ""
    opens_at: datetime | None = None


def upcoming_of(database: Database, viewer: Viewer, today: date) -> Upcoming:
    """Two queries."""
    monday = local_moment(today - timedelta(days=today.weekday()))
    done = select(func.count()).select_from(task).where(and_(
        within_reach(viewer, "done"), offered_to(viewer), task.c.status == "done", task.c.closed_at >= monday))
    nearest: Select[Any] = (
        select(run.c.short, timer.c.node, timer.c.due_at, *NODE_COLUMNS)
        .join(instance, instance.c.id == timer.c.instance_id).join(run, run.c.id == instance.c.run_id)
        .where(instance.c.unit_id.in_(sorted(viewer.unit_ids())), run.c.tenant_id == viewer.tenant_id,
               timer.c.due_at >= local_moment(today))
        .order_by(timer.c.due_at).limit(_LOOKED_AT)
    )
    with database.read() as connection:
        count = connection.execute(done).scalar_one()
        for row in connection.execute(nearest):
            if name := _opens(connection, row):
                return Upcoming(count, name, row.short, row.due_at)
    return Upcoming(count)


def _opens(connection: Connection, row: Row[Any]) -> str:
    """The name of the step that begins at the timer of the row; "" where the timer only ends a wait or a vote."""
    found = node_of_row(connection, row)
    if found is None or found[1].kind != "timer":
        return ""
    return found[0].step(found[1].step).name
