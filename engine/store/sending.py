"""The outbox as its sender sees it: lease a letter, then say what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, update

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
    leased_until: datetime
    """The lease; who still holds an older one can mark nothing."""


def letters_due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of the letters whose moment has come, oldest first."""
    query = select(outbox.c.id).where(outbox.c.next_try_at <= now).order_by(outbox.c.next_try_at, outbox.c.id)
    return list(connection.execute(query.limit(limit)).scalars())


def lease_letter(connection: Connection, now: datetime, only: str | None = None) -> Letter | None:
    """The next letter due, kept from other senders for LEASE; None when nothing is due. The letter `only`, if given.

    Letters about tasks that were done while they waited, and reminders that a later one has overtaken, are thrown
    away: nobody is urged to do what is done, or told the same twice.
    """
    while letter := _next_due(connection, now, only):
        if not _came_too_late(connection, letter.id):
            connection.execute(update(outbox).where(outbox.c.id == letter.id).values(next_try_at=letter.leased_until))
            return letter
        connection.execute(delete(outbox).where(outbox.c.id == letter.id))
    return None


def _next_due(connection: Connection, now: datetime, only: str | None) -> Letter | None:
    mine = [outbox.c.next_try_at <= now, *([outbox.c.id == only] if only else [])]
    found = connection.execute(
        select(outbox.c.id, outbox.c.recipient, outbox.c.subject, outbox.c.body, outbox.c.tries)
        .where(*mine).order_by(outbox.c.next_try_at, outbox.c.id).limit(1).with_for_update(skip_locked=True)
    ).one_or_none()
    return Letter(*found, now + LEASE) if found else None


def _came_too_late(connection: Connection, letter_id: str) -> bool:
    later = notice.alias("later")
    overtaken = exists().where(
        later.c.task_id == notice.c.task_id, later.c.person_id == notice.c.person_id, notice.c.level > 0,
        later.c.channel == notice.c.channel, later.c.level > 0, later.c.planned_day > notice.c.planned_day)
    about = select(task.c.id).join(notice, notice.c.task_id == task.c.id).where(
        notice.c.id == letter_id, or_(task.c.status != "open", overtaken))
    return connection.execute(about).first() is not None


def mark_sent(connection: Connection, letter: Letter, now: datetime) -> bool:
    """The letter is out; False, and nothing is written, when its lease is over and somebody else has it."""
    done = update(outbox).where(_held(letter)).values(
        sent_at=now, next_try_at=None, error=None, tries=letter.tries + 1)
    return connection.execute(done).rowcount == 1


def _held(letter: Letter) -> ColumnElement[bool]:
    return and_(outbox.c.id == letter.id, outbox.c.next_try_at == letter.leased_until)


def mark_failed(connection: Connection, letter: Letter, error: str, now: datetime, again: bool = True) -> bool:
    """Try again after a longer wait each time; after the last try the letter stays, with its error, for a person.

    Whether it is tried again, by whoever has it: nothing is written when the lease is over and that is somebody else.
    """
    wait = _BACK_OFF[letter.tries] if again and letter.tries < len(_BACK_OFF) else None
    written = connection.execute(update(outbox).where(_held(letter)).values(
        tries=letter.tries + 1, error=error[:500], next_try_at=now + wait if wait else None)).rowcount == 1
    return wait is not None or not written


def letters_stuck(connection: Connection) -> int:
    """How many letters will not be tried again by themselves."""
    stuck = outbox.c.sent_at.is_(None) & outbox.c.next_try_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(outbox).where(stuck)).scalar_one())
