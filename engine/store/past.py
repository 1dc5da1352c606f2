"""What lies behind when rows were made as if days had passed: nobody is written to, or shown as behind, about it."""

from datetime import datetime

from sqlalchemy import Connection, update

from engine.store.tables import notice, outbox


def settle_past(connection: Connection, read_until: datetime, now: datetime) -> None:
    """Every letter counts as sent; notices made before `read_until` count as read."""
    connection.execute(update(outbox).where(outbox.c.sent_at.is_(None)).values(
        sent_at=outbox.c.made_at, next_try_at=None, error=None))
    connection.execute(update(notice).where(notice.c.read_at.is_(None), notice.c.made_at < read_until).values(
        read_at=now))
