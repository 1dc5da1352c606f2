"""A person has read notices."""

from collections.abc import Iterable
from datetime import datetime

from engine.store import notices
from engine.store.database import Database
from engine.work.people import Viewer


def mark_read(database: Database, viewer: Viewer, notice_ids: Iterable[str], now: datetime) -> int:
    """How many were unread until now; notices of other people stay as they are."""
    with database.write() as connection:
        return notices.mark_read(connection, viewer.person_id, notice_ids, now)
