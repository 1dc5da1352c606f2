"""Files of tasks as rows; their contents lie in the blob store."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from engine.store.prepared import Prepared, inserting
from engine.store.tables import answer, file, paper, task


@dataclass(frozen=True, slots=True)
class File:
    """One file given to a field of a task's form; a column of a table is the field "table.column"."""

    id: str
    digest: str
    name: str
    media_type: str
    size: int
    task_id: str
    form: str
    field: str
    by: str
    at: datetime
    paper_id: str | None = None
    """Attached while that paper was entered; None: with what the unit itself sends."""
    row_id: str | None = None
    """The row of the table whose column it is in."""


State = Literal["sent", "draft", "aside"]
"""It went out with its task; it belongs to what is being filled in now; to a draft that lies aside meanwhile."""
_ENTERED = select(paper.c.id).where(paper.c.task_id == file.c.task_id, paper.c.status != "left")
SHOWN = or_(and_(task.c.behalf_unit_id.is_(None), file.c.paper_id.is_(None)),
            and_(task.c.behalf_unit_id.is_not(None), file.c.paper_id.in_(_ENTERED)))
"""Of files joined with their tasks: not of a draft that lies aside, the unit's own or that of a paper.

What was not sent is for who may do the task, and for nobody else.
"""
SENT = and_(task.c.outcome.is_not(None), SHOWN)
"""The same: it went out with the task, be that taken back later."""
_PAGE = 500
_COLUMNS = tuple(file.c[name] for name in File.__slots__)


_ADD = Prepared(inserting(file, *File.__slots__))
_OF_TASK = Prepared(
    select(file.c.id, file.c.form, file.c.field, case((SHOWN, True), else_=False))
    .join(task, task.c.id == file.c.task_id)
    .where(file.c.task_id == bindparam("task"), file.c.removed_at.is_(None)).order_by(file.c.at, file.c.id))


def add(connection: Connection, new: File) -> None:
    _ADD.run(connection, **{name: getattr(new, name) for name in File.__slots__})


def get(connection: Connection, tenant_id: str, file_id: str) -> File | None:
    """The file, if it is the tenant's and was not removed."""
    mine = (file.c.id == file_id, file.c.removed_at.is_(None), task.c.tenant_id == tenant_id)
    row = connection.execute(select(*_COLUMNS).join(task, task.c.id == file.c.task_id).where(*mine)).one_or_none()
    return File(*row) if row else None


def state_of(connection: Connection, file_id: str) -> State:
    """How far the file is."""
    state = case((SENT, "sent"), (SHOWN, "draft"), else_="aside")
    joined = select(state).select_from(file).join(task, task.c.id == file.c.task_id)
    found: State = connection.execute(joined.where(file.c.id == file_id)).scalar_one()
    return found


def count(connection: Connection, task_id: str, form: str, field: str, paper_id: str | None = None,
          row_id: str | None = None) -> int:
    """How many files the field has, in what the unit fills in or in what is entered from that paper; in that row."""
    there = [file.c.task_id == task_id, file.c.form == form, file.c.field == field, file.c.removed_at.is_(None),
             file.c.paper_id.is_not_distinct_from(paper_id)]
    there += [file.c.row_id == row_id] if row_id else []
    return int(connection.execute(select(func.count()).select_from(file).where(*there)).scalar_one())


def ids_of_task(connection: Connection, task_id: str) -> list[str]:
    """Those that were not removed and do not lie aside, oldest first."""
    there = select(file.c.id).join(task, task.c.id == file.c.task_id).where(
        file.c.task_id == task_id, file.c.removed_at.is_(None), SHOWN)
    return list(connection.execute(there.order_by(file.c.at, file.c.id)).scalars())


@dataclass(frozen=True, slots=True)
class There:
    """A file of a task that was not removed. `shown`: it does not lie aside."""

    id: str
    form: str
    field: str
    shown: bool


def of_task(connection: Connection, task_id: str) -> list[There]:
    """Those that were not removed, also what lies aside."""
    return [There(row[0], row[1], row[2], bool(row[3])) for row in _OF_TASK.all(connection, task=task_id)]


def left_over(connection: Connection) -> list[tuple[str, str, str]]:
    """(id, task id, run id) of files of an entry that was let go, there although its task is over."""
    query = (select(file.c.id, file.c.task_id, task.c.run_id).select_from(paper)
             .join(file, (file.c.task_id == paper.c.task_id) & (file.c.paper_id == paper.c.id))
             .join(task, task.c.id == file.c.task_id))
    over = (paper.c.status == "left", task.c.status != "open", file.c.removed_at.is_(None))
    return [(row[0], row[1], row[2]) for row in connection.execute(query.where(*over).order_by(file.c.id))]


def same_there(connection: Connection, new: File) -> File | None:
    """A file of the same content and name that this field of the task has already."""
    same = [file.c[name] == getattr(new, name) for name in ("task_id", "form", "field", "digest", "name")]
    same += [file.c[name].is_not_distinct_from(getattr(new, name)) for name in ("paper_id", "row_id")]
    same.append(file.c.removed_at.is_(None))
    row = connection.execute(select(*_COLUMNS).where(*same).limit(1)).one_or_none()
    return File(*row) if row else None


def needed(connection: Connection, digests: Collection[str], since: datetime) -> frozenset[str]:
    """Those that are the content of a file that is there, or was removed after that moment."""
    stays = or_(file.c.removed_at.is_(None), file.c.removed_at > since)
    return frozenset(connection.execute(select(file.c.digest).where(file.c.digest.in_(digests), stays)).scalars())


def known(connection: Connection, digests: Sequence[str]) -> frozenset[str]:
    """Those that some row names, be its file there or removed."""
    found: set[str] = set()
    for page in (digests[at:at + _PAGE] for at in range(0, len(digests), _PAGE)):
        found.update(connection.execute(select(file.c.digest).where(file.c.digest.in_(page))).scalars())
    return frozenset(found)


def was_sent(connection: Connection, file_id: str) -> bool:
    """Whether some version that was sent with the file's task, or in its matter, holds the file."""
    matter = select(task.c.instance_id).join(file, file.c.task_id == task.c.id).where(file.c.id == file_id)
    names_it = answer.c.forms.contains(f'"{file_id}"', autoescape=True)
    held = select(answer.c.id).where(answer.c.instance_id.in_(matter), names_it)
    return connection.execute(held.limit(1)).first() is not None


def mark_removed(connection: Connection, file_id: str, now: datetime) -> None:
    connection.execute(update(file).where(file.c.id == file_id).values(removed_at=now))
