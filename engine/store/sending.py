"""The outbox as its sender sees it: lease a letter, then say what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from engine.store.tables import notice, outbox, task

LEASE = timedelta(minutes=5)
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that waits to be sent."""

    id: str
    recipient: str
    subject: str
    body: str
    tries: int


def lease_letter(connection: Connection, now: datetime) -> Letter | None:
    """The next letter due, kept from other senders for LEASE; None when nothing is due.

    Letters about tasks that were done while they waited are thrown away: nobody is urged to do what is done.
    """
    while letter := _next_due(connection, now):
        if not _came_too_late(connection, letter.id):
            connection.execute(update(outbox).where(outbox.c.id == letter.id).values(next_try_at=now + LEASE))
            return letter
        connection.execute(delete(outbox).where(outbox.c.id == letter.id))
    return None


def _next_due(connection: Connection, now: datetime) -> Letter | None:
    found = connection.execute(
        select(outbox.c.id, outbox.c.recipient, outbox.c.subject, outbox.c.body, outbox.c.tries)
        .where(outbox.c.next_try_at <= now).order_by(outbox.c.next_try_at, outbox.c.id).limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return Letter(*found) if found else None


def _came_too_late(connection: Connection, letter_id: str) -> bool:
    about = select(task.c.id).join(notice, notice.c.task_id == task.c.id).where(
        notice.c.id == letter_id, task.c.status != "open")
    return connection.execute(about).first() is not None


def mark_sent(connection: Connection, letter: Letter, now: datetime) -> None:
    connection.execute(update(outbox).where(outbox.c.id == letter.id).values(
        sent_at=now, next_try_at=None, error=None, tries=letter.tries + 1))


def mark_failed(connection: Connection, letter: Letter, error: str, now: datetime, again: bool = True) -> bool:
    """Try again after a longer wait each time; after the last try the letter stays, with its error, for a person.

    Whether it is tried again.
    """
    wait = _BACK_OFF[letter.tries] if again and letter.tries < len(_BACK_OFF) else None
    connection.execute(update(outbox).where(outbox.c.id == letter.id).values(
        tries=letter.tries + 1, error=error[:500], next_try_at=now + wait if wait else None))
    return wait is not None


def letters_stuck(connection: Connection) -> int:
    """How many letters will not be tried again by themselves."""
    stuck = outbox.c.sent_at.is_(None) & outbox.c.next_try_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(outbox).where(stuck)).scalar_one())
