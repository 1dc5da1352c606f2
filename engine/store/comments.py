"""What people say to each other about a task."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from engine.store.tables import comment


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


def count(connection: Connection, task_id: str) -> int:
    """How many comments the task has."""
    return connection.execute(select(func.count()).where(comment.c.task_id == task_id)).scalar_one()
