"""The outbox as its sender sees it: lease a letter, then say what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, update

from engine.store.tables import notice, outbox, person, run, task
from engine.work.digest import Reminded, digest

LEASE = timedelta(minutes=5)
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))


_MOST = 500
"""So many letters at most go out as one."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that waits to be sent, or several that go out as one: `ids` are their rows, `id` is the first."""

    id: str
    ids: tuple[str, ...]
    recipient: str
    subject: str
    body: str
    tries: int
    leased_until: datetime
    """The lease; who still holds an older one can mark nothing."""


def letters_due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of the letters whose moment has come and that go out each by itself, oldest first."""
    return _due(connection, now, limit, outbox.c.bundle.is_(None))


def bundles_due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """The same of the letters that may go out together."""
    return _due(connection, now, limit, outbox.c.bundle.is_not(None))


def _due(connection: Connection, now: datetime, limit: int, which: ColumnElement[bool]) -> list[str]:
    query = select(outbox.c.id).where(which, outbox.c.next_try_at <= now).order_by(outbox.c.next_try_at, outbox.c.id)
    return list(connection.execute(query.limit(limit)).scalars())


def lease_letter(connection: Connection, now: datetime, only: str | None = None) -> Letter | None:
    """The next letter due, kept from other senders for LEASE; None when nothing is due. With `only` that one, if due.

    What may go out with it does. Letters about tasks that were done while they waited, and reminders that a later one
    has overtaken, are thrown away: nobody is urged to do what is done, or told the same twice.
    """
    while first := _next_due(connection, now, only):
        together = _together(connection, first, now)
        late = _came_too_late(connection, together)
        connection.execute(delete(outbox).where(outbox.c.id.in_(late)))
        kept = tuple(letter_id for letter_id in together if letter_id not in late)
        if kept:
            connection.execute(update(outbox).where(outbox.c.id.in_(kept)).values(next_try_at=now + LEASE))
            return Letter(kept[0], kept, first.recipient, *_words(connection, kept), first.tries, now + LEASE)
    return None


def _next_due(connection: Connection, now: datetime, only: str | None) -> Any:
    mine = [outbox.c.next_try_at <= now, *([outbox.c.id == only] if only else [])]
    return connection.execute(
        select(outbox.c.id, outbox.c.recipient, outbox.c.tries, outbox.c.bundle, outbox.c.made_at, outbox.c.next_try_at)
        .where(*mine).order_by(outbox.c.next_try_at, outbox.c.id).limit(1).with_for_update(skip_locked=True)
    ).one_or_none()


def _together(connection: Connection, first: Any, now: datetime) -> list[str]:
    """What goes out with the first: all that nobody has tried yet, or all that were tried with it and no others, for a
    letter that may have arrived keeps its Message-ID and what it says."""
    if first.bundle is None:
        return [first.id]
    untried = first.next_try_at == first.made_at
    fresh = outbox.c.next_try_at == outbox.c.made_at
    same = fresh if untried else and_(~fresh, outbox.c.next_try_at == first.next_try_at)
    return list(connection.execute(
        select(outbox.c.id).where(outbox.c.bundle == first.bundle, outbox.c.recipient == first.recipient,
                                  outbox.c.tries == first.tries, outbox.c.next_try_at <= now, same)
        .order_by(outbox.c.id).limit(_MOST).with_for_update(skip_locked=True)).scalars()) or [first.id]


def _came_too_late(connection: Connection, letter_ids: Sequence[str]) -> frozenset[str]:
    later = notice.alias("later")
    overtaken = exists().where(
        later.c.task_id == notice.c.task_id, later.c.person_id == notice.c.person_id, notice.c.level > 0,
        later.c.channel == notice.c.channel, later.c.level > 0, later.c.planned_day > notice.c.planned_day)
    about = select(notice.c.id).join(task, notice.c.task_id == task.c.id).where(
        notice.c.id.in_(letter_ids), or_(task.c.status != "open", overtaken))
    return frozenset(connection.execute(about).scalars())


def _words(connection: Connection, letter_ids: Sequence[str]) -> tuple[str, str]:
    """Subject and body: those of the one letter, or a digest of the notices."""
    if len(letter_ids) == 1:
        row = connection.execute(select(outbox.c.subject, outbox.c.body).where(outbox.c.id == letter_ids[0])).one()
        return row.subject, row.body
    rows = connection.execute(
        select(notice.c.text, notice.c.kind, task.c.overdue_after, person.c.name, run.c.name, run.c.short)
        .join(task, task.c.id == notice.c.task_id).join(person, person.c.id == notice.c.person_id)
        .join(run, run.c.id == notice.c.run_id).where(notice.c.id.in_(letter_ids))).all()
    return digest(*rows[0][3:], [Reminded(row[0], row[1] == "escalation", row[2]) for row in rows])


def mark_sent(connection: Connection, letter: Letter, now: datetime) -> bool:
    """The letter is out; False, and nothing is written, when its lease is over and somebody else has it."""
    done = update(outbox).where(_held(letter)).values(
        sent_at=now, next_try_at=None, error=None, tries=letter.tries + 1)
    return connection.execute(done).rowcount == len(letter.ids)


def _held(letter: Letter) -> ColumnElement[bool]:
    return and_(outbox.c.id.in_(letter.ids), outbox.c.next_try_at == letter.leased_until)


def mark_failed(connection: Connection, letter: Letter, error: str, now: datetime, again: bool = True) -> bool:
    """Try again after a longer wait each time; after the last try the letter stays, with its error, for a person.

    Whether it is tried again, by whoever has it: nothing is written when the lease is over and that is somebody else.
    """
    wait = _BACK_OFF[letter.tries] if again and letter.tries < len(_BACK_OFF) else None
    written = connection.execute(update(outbox).where(_held(letter)).values(
        tries=letter.tries + 1, error=error[:500], next_try_at=now + wait if wait else None)).rowcount > 0
    return wait is not None or not written


def letters_stuck(connection: Connection) -> int:
    """How many letters will not be tried again by themselves."""
    stuck = outbox.c.sent_at.is_(None) & outbox.c.next_try_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(outbox).where(stuck)).scalar_one())
