"""Notices to persons as rows, each once, and the letters that go with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from engine.store.once import insert_new
from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import notice, outbox, task
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Unique: (task, level, planned day, person, channel). `kind`: reminder | escalation | information."""

    id: str
    task_id: str | None
    run_id: str | None
    level: int
    planned_day: date
    person_id: str
    channel: str
    kind: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewLetter:
    """An e-mail to send from now on; one that carries a notice has the notice's id. Several with the same `bundle`
    that are due go out as one letter, made of their notices."""

    id: str
    recipient: str
    subject: str
    body: str
    bundle: str | None = None


URGED, RECEIVED = -4, -5
"""Levels of what a chair tells members who have not voted, and of a plan that was issued; beside those of ladders."""
_MADE_FOR = PreparedList(lambda ids: select(notice.c.task_id, notice.c.level, notice.c.planned_day).where(
    notice.c.task_id.in_(ids), notice.c.level > 0).distinct())
_POST = Prepared(inserting(outbox, "id", "recipient", "subject", "body", "made_at", "next_try_at", "tries",
                           "bundle"))


def add(connection: Connection, notices: Iterable[Notice]) -> frozenset[str]:
    """Write each notice unless it was made before; the ids of the new ones."""
    return insert_new(connection, notice, [
        {"id": n.id, "task_id": n.task_id, "run_id": n.run_id, "level": n.level, "planned_day": n.planned_day,
         "person_id": n.person_id, "channel": n.channel, "kind": n.kind, "text": n.text, "made_at": n.made_at}
        for n in notices])


def made_for(connection: Connection, task_ids: Sequence[str]) -> dict[str, frozenset[tuple[int, date]]]:
    """Task id -> (level, planned day) of the rungs already sent."""
    found: dict[str, set[tuple[int, date]]] = {}
    for task_id, level, planned_day in _MADE_FOR.all(connection, task_ids):
        found.setdefault(task_id, set()).add((level, planned_day))
    return {task_id: frozenset(made) for task_id, made in found.items()}


def told_of_step(connection: Connection, about: Task, level: int, day: date) -> bool:
    """Whether somebody was told that day, on that level, of a task of the same step of the run."""
    found = connection.execute(
        select(notice.c.id).join(task, task.c.id == notice.c.task_id)
        .where(task.c.run_id == about.run_id, task.c.step == about.step, task.c.status == "open",
               notice.c.level == level, notice.c.planned_day == day).limit(1))
    return found.first() is not None


def told_at_step(connection: Connection, run_id: str, step: str, level: int, day: date) -> frozenset[str]:
    """The persons who were told that day, on that level, of tasks of that step of the run."""
    return frozenset(connection.execute(
        select(notice.c.person_id).join(task, task.c.id == notice.c.task_id)
        .where(task.c.run_id == run_id, task.c.step == step, notice.c.level == level, notice.c.planned_day == day)
        .distinct()).scalars())


def last_told(connection: Connection, task_ids: Sequence[str], level: int) -> dict[str, datetime]:
    """Task id -> when somebody was last told of it on that level."""
    found = connection.execute(select(notice.c.task_id, func.max(notice.c.made_at)).where(
        notice.c.task_id.in_(task_ids), notice.c.level == level).group_by(notice.c.task_id))
    return {row[0]: row[1] for row in found}


def told_of(connection: Connection, task_id: str) -> list[str]:
    """The persons who have had a notice about the task."""
    query = select(notice.c.person_id).where(notice.c.task_id == task_id).distinct().order_by(notice.c.person_id)
    return list(connection.execute(query).scalars())


def post(connection: Connection, letters: Iterable[NewLetter], now: datetime) -> None:
    """Put letters into the outbox."""
    rows = [{"id": x.id, "recipient": x.recipient, "subject": x.subject, "body": x.body, "made_at": now,
             "next_try_at": now, "tries": 0, "bundle": x.bundle} for x in letters]
    _POST.run_each(connection, rows)


def mark_read(connection: Connection, person_id: str, notice_ids: Iterable[str], now: datetime) -> int:
    """How many of the person's notices were unread until now; those of others are passed over."""
    mine = (notice.c.person_id == person_id, notice.c.id.in_(sorted(notice_ids)), notice.c.read_at.is_(None))
    return connection.execute(update(notice).where(*mine).values(read_at=now)).rowcount
