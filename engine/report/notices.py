"""The notices of a person: reminders, escalations and information, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.store.database import Database
from engine.store.tables import notice
from engine.work.people import Viewer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; `task_id` where it speaks of a task."""

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
    chosen = (
        select(notice.c.id, notice.c.kind, notice.c.text, notice.c.made_at, notice.c.read_at, notice.c.task_id,
               notice.c.run_id)
        .where(notice.c.person_id == viewer.person_id, notice.c.channel == "inbox")
        .order_by(notice.c.made_at.desc(), notice.c.id.desc()).limit(SHOWN)
    )
    with database.read() as connection:
        return tuple(
            NoticeRow(r.id, r.kind, r.text, r.made_at, r.read_at is not None, r.task_id, r.run_id)
            for r in connection.execute(chosen)
        )
