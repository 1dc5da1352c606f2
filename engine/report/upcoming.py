"""What comes next for a person who has nothing to do: the nearest step that is not open yet, and the week's work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select

from engine.base.clock import local_moment
from engine.store.database import Database
from engine.store.offered import offered_to, within_reach
from engine.store.tables import instance, run, task, timer
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class Upcoming:
    """`sent_this_week`: tasks of the viewer done since Monday; `opens_at`: when the nearest dated step opens."""

    sent_this_week: int
    plan: str | None
    opens_at: datetime | None


def upcoming_of(database: Database, viewer: Viewer, today: date) -> Upcoming:
    """Two queries."""
    monday = local_moment(today - timedelta(days=today.weekday()))
    done = select(func.count()).select_from(task).where(and_(
        within_reach(viewer, "done"), offered_to(viewer), task.c.status == "done", task.c.closed_at >= monday))
    nearest = (
        select(run.c.short, timer.c.due_at)
        .join(instance, instance.c.id == timer.c.instance_id).join(run, run.c.id == instance.c.run_id)
        .where(instance.c.unit_id.in_(sorted(viewer.unit_ids())), run.c.tenant_id == viewer.tenant_id,
               timer.c.due_at >= local_moment(today))
        .order_by(timer.c.due_at).limit(1)
    )
    with database.read() as connection:
        count = connection.execute(done).scalar_one()
        found = connection.execute(nearest).first()
    return Upcoming(count, found.short if found else None, found.due_at if found else None)
