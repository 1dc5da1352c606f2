"""What people say to each other about a task."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, ScalarSelect, delete, func, insert, or_, select

from engine.store.tables import comment, comment_read, task


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark, in the capacity in which it was made."""

    id: str
    run_id: str
    task_id: str
    entry_id: str | None
    by: str
    capacity: str
    at: datetime
    text: str


def add(connection: Connection, new: Comment) -> None:
    connection.execute(insert(comment).values({name: getattr(new, name) for name in Comment.__slots__}))


def same_since(connection: Connection, new: Comment, since: datetime) -> str | None:
    """The id of a comment on the task with the same words of the same person, made since then."""
    return connection.execute(select(comment.c.id).where(
        comment.c.task_id == new.task_id, comment.c.by == new.by, comment.c.at >= since, comment.c.text == new.text,
    ).limit(1)).scalar()


def unread(person_id: str) -> ScalarSelect[int]:
    """How many comments of others the person has not read, of the task of the query around it."""
    until = select(comment_read.c.at).where(
        comment_read.c.task_id == task.c.id, comment_read.c.person_id == person_id).scalar_subquery()
    return select(func.count()).where(
        comment.c.task_id == task.c.id, comment.c.by != person_id,
        or_(until.is_(None), comment.c.at > until)).scalar_subquery()


def unread_of(connection: Connection, person_id: str, task_id: str) -> int:
    """How many comments of others about the task the person has not read."""
    return int(connection.execute(select(unread(person_id)).where(task.c.id == task_id)).scalar() or 0)


def read_until(connection: Connection, person_id: str, task_id: str, now: datetime) -> None:
    """Everything said until now is read."""
    connection.execute(delete(comment_read).where(
        comment_read.c.person_id == person_id, comment_read.c.task_id == task_id))
    connection.execute(insert(comment_read).values(person_id=person_id, task_id=task_id, at=now))


def count(connection: Connection, task_id: str) -> int:
    """How many comments the task has."""
    return connection.execute(select(func.count()).where(comment.c.task_id == task_id)).scalar_one()
