"""The notices of a person: reminders, escalations and information, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from engine.store import runs, versions
from engine.store.database import Database
from engine.store.holders import overseeing
from engine.store.offered import matter_of, offered_to
from engine.store.tables import notice, task
from engine.work.access import sees_run
from engine.work.people import Viewer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; `task_id` where it speaks of a task that the person may look at."""

    id: str
    kind: str
    text: str
    made_at: datetime
    read: bool
    task_id: str | None
    run_id: str | None


def unread_notices(database: Database, viewer: Viewer) -> int:
    """How many inbox notices the person has not read."""
    wanted = (notice.c.person_id == viewer.person_id, notice.c.channel == "inbox", notice.c.read_at.is_(None))
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(notice).where(*wanted)).scalar_one()


def notices_of(database: Database, viewer: Viewer) -> tuple[NoticeRow, ...]:
    """The newest inbox notices of the person, at most SHOWN."""
    near = or_(matter_of(viewer), offered_to(viewer))
    chosen = (
        select(notice.c.id, notice.c.kind, notice.c.text, notice.c.made_at, notice.c.read_at, notice.c.task_id,
               notice.c.run_id, near.label("near"))
        .outerjoin(task, task.c.id == notice.c.task_id)
        .where(notice.c.person_id == viewer.person_id, notice.c.channel == "inbox")
        .order_by(notice.c.made_at.desc(), notice.c.id.desc()).limit(SHOWN)
    )
    with database.read() as connection:
        rows = connection.execute(chosen).all()
        distant = {row.run_id for row in rows if row.run_id and not row.near}
        overseen = {run_id for run_id in distant if _oversees(connection, viewer, run_id)}
    return tuple(
        NoticeRow(row.id, row.kind, row.text, row.made_at, row.read_at is not None,
                  row.task_id if row.near or row.run_id in overseen else None, row.run_id) for row in rows)


def _oversees(connection: Connection, viewer: Viewer, run_id: str) -> bool:
    """Whether the person may look at every task of the run."""
    run = runs.get(connection, viewer.tenant_id, run_id)
    if run is None:
        return False
    plan = versions.compiled(connection, run.version_id, run.year).plan
    return sees_run(viewer, run.tenant_id, overseeing(connection, viewer.tenant_id, plan))
