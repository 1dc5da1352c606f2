"""The people of a counted vote as they were then: what the minutes say stays true whoever leaves later."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, delete, select

from engine.store.prepared import Prepared, inserting
from engine.store.tables import vote_closing
from engine.work.vote import Member, Roll

_DROP = Prepared(delete(vote_closing).where(vote_closing.c.task_id == bindparam("task")))
_KEEP = Prepared(inserting(vote_closing))


@dataclass(frozen=True, slots=True)
class Officer:
    """Who conducted a vote or kept its minutes, in which capacity."""

    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Closing:
    """Who was called and came or not; several officers where nobody can say which of them it was."""

    roll: Roll
    chairs: tuple[Officer, ...]
    secretaries: tuple[Officer, ...]


def keep(connection: Connection, task_id: str, closing: Closing) -> None:
    """In place of an earlier one, where the task was opened again."""
    _DROP.run(connection, task=task_id)
    _KEEP.run(connection, task_id=task_id, kept=json.dumps(asdict(closing), ensure_ascii=False))


def closing_of(connection: Connection, task_id: str) -> Closing | None:
    """None while the vote is open, and of votes that were counted before this was kept."""
    kept = connection.execute(select(vote_closing.c.kept).where(vote_closing.c.task_id == task_id)).scalar()
    if kept is None:
        return None
    read = json.loads(kept)
    chairs, secretaries = (tuple(Officer(**one) for one in read[name]) for name in ("chairs", "secretaries"))
    return Closing(Roll(tuple(Member(**one) for one in read["roll"]["members"])), chairs, secretaries)
