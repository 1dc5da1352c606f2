"""What lies around a task: files, comments and what was sent before, of all rounds of its step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from engine.store.files import SENT, SHOWN
from engine.store.tables import answer, comment, file, person, task
from engine.work.access import may_act
from engine.work.people import Viewer
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class FileRow:
    """A stored file."""

    id: str
    name: str
    media_type: str
    size: int
    form: str
    field: str
    by: str
    at: datetime
    own: bool
    """Belongs to this very task, not to an earlier round."""
    task_id: str = ""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One remark, in the capacity in which it was made."""

    by: str
    capacity: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that was sent or decided in the step."""

    by: str
    capacity: str
    at: datetime
    act: str
    slot: str
    outcome: str
    reason: str | None
    round: int
    task_id: str


def files_of(connection: Connection, viewer: Viewer, about: Task,
             hidden: Collection[str] = ()) -> tuple[FileRow, ...]:
    """Files that were not removed, oldest first: what was sent, and what is being filled in for who may do the task.

    Those of `hidden` tasks are left out.
    """
    own = and_(task.c.id == about.id, SHOWN) if may_act(viewer, about) else SENT
    rows = connection.execute(
        select(file.c.id, file.c.name, file.c.media_type, file.c.size, file.c.form, file.c.field,
               person.c.name.label("by"), file.c.at, file.c.task_id)
        .join(task, task.c.id == file.c.task_id).join(person, person.c.id == file.c.by)
        .where(task.c.instance_id == about.instance_id, task.c.step == about.step, file.c.removed_at.is_(None),
               or_(SENT, own), task.c.id.not_in(hidden))
        .order_by(file.c.at, file.c.id)
    )
    return tuple(FileRow(r.id, r.name, r.media_type, r.size, r.form, r.field, r.by, r.at, r.task_id == about.id,
                         r.task_id)
                 for r in rows)


def comments_of(connection: Connection, about: Task, hidden: Collection[str] = ()) -> tuple[CommentRow, ...]:
    """Oldest first; those made at `hidden` tasks are left out."""
    rows = connection.execute(
        select(person.c.name.label("by"), comment.c.capacity, comment.c.at, comment.c.text)
        .join(task, task.c.id == comment.c.task_id).join(person, person.c.id == comment.c.by)
        .where(task.c.instance_id == about.instance_id, task.c.step == about.step, task.c.id.not_in(hidden))
        .order_by(comment.c.at, comment.c.id)
    )
    return tuple(CommentRow(*row) for row in rows)


def history_of(connection: Connection, about: Task) -> tuple[HistoryRow, ...]:
    """Newest first."""
    rows = connection.execute(
        select(person.c.name.label("by"), answer.c.capacity, answer.c.at, task.c.act, answer.c.slot, answer.c.outcome,
               answer.c.reason, answer.c.round, answer.c.task_id)
        .join(task, task.c.id == answer.c.task_id).join(person, person.c.id == answer.c.by)
        .where(answer.c.instance_id == about.instance_id, answer.c.step == about.step)
        .order_by(answer.c.at.desc(), answer.c.id.desc())
    )
    return tuple(HistoryRow(*row) for row in rows)


def round_of(about: Task, history: Iterable[HistoryRow]) -> str:
    """The id of the task with which was sent what the task's page is about: its own, or what is looked at with it."""
    if about.act == "do":
        return about.id
    return next((row.task_id for row in history if row.act == "do" and row.at <= about.opened_at), "")
