"""What people did about a task beside answering it, as rows: took it back, took it in hand, passed it on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from engine.store.prepared import Prepared, inserting
from engine.store.tables import task_act
from engine.work.task import Task

Kind = Literal["withdraw", "claim", "release", "delegate", "take-back", "ask", "ask-back", "grant", "refuse", "paper",
               "paper-left", "paper-over", "paper-sent", "alone", "sign-submit", "signed", "sign-kept"]


@dataclass(frozen=True, slots=True)
class TaskAct:
    """One act. `other`: to whom it was passed on; `text`: the word that went with it; `day`: of an extension."""

    kind: Kind
    by: str
    capacity: str
    at: datetime
    other: str | None = None
    text: str | None = None
    day: date | None = None


_ADD = Prepared(inserting(task_act))


def add(connection: Connection, act_id: str, about: Task, act: TaskAct) -> None:
    """Keep the act with its task."""
    _ADD.run(connection, id=act_id, task_id=about.id, instance_id=about.instance_id, step=about.step, kind=act.kind,
             by=act.by, capacity=act.capacity, at=act.at, other=act.other, text=act.text, day=act.day)


def of_task(connection: Connection, task_id: str, instance_id: str, *kinds: Kind) -> list[TaskAct]:
    """The acts of those kinds about the task, oldest first."""
    query = select(task_act.c.kind, task_act.c.by, task_act.c.capacity, task_act.c.at, task_act.c.other,
                   task_act.c.text, task_act.c.day)
    here = (task_act.c.instance_id == instance_id, task_act.c.task_id == task_id, task_act.c.kind.in_(kinds))
    return [TaskAct(*row) for row in connection.execute(query.where(*here).order_by(task_act.c.at, task_act.c.id))]


def count(connection: Connection, about: Task) -> int:
    """How many acts there are about the task."""
    query = select(func.count()).where(task_act.c.instance_id == about.instance_id, task_act.c.task_id == about.id)
    return int(connection.execute(query).scalar_one())
