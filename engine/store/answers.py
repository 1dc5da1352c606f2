"""What people answered, as rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.store.prepared import Prepared, inserting
from engine.store.tables import answer, person, task
from engine.work.context import Answers


@dataclass(frozen=True, slots=True)
class Sent:
    """Answers sent with a task, by whom and in which capacity."""

    id: str
    task_id: str
    instance_id: str
    run_id: str
    step: str
    slot: str
    round: int
    by: str
    capacity: str
    at: datetime
    outcome: str
    reason: str | None
    forms: Answers
    submit_key: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent in an earlier round. `phrase`: the deadline of its task."""

    task_id: str
    by: str
    forms: Answers
    phrase: str | None


_COLUMNS = (answer.c.id, answer.c.task_id, answer.c.instance_id, answer.c.run_id, answer.c.step, answer.c.slot,
            answer.c.round, answer.c.by, answer.c.capacity, answer.c.at, answer.c.outcome, answer.c.reason,
            answer.c.forms, answer.c.submit_key)


_ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_ADD = Prepared(inserting(answer, *(column.name for column in _COLUMNS)))
_BY_KEY = Prepared(select(*_COLUMNS).where(answer.c.submit_key == bindparam("key")))
_OF_TASK = Prepared(select(*_COLUMNS).where(answer.c.task_id == bindparam("task")))
_IN_ORDER = select(*_COLUMNS).where(answer.c.instance_id == bindparam("instance")).order_by(answer.c.at, answer.c.id)
_OF_INSTANCE, _OF_STEP = Prepared(_IN_ORDER), Prepared(_IN_ORDER.where(answer.c.step == bindparam("in_step")))
_LAST_OF_SLOT = Prepared(
    select(answer.c.task_id, answer.c.by, answer.c.forms, task.c.phrase).join(task, task.c.id == answer.c.task_id)
    .where(answer.c.instance_id == bindparam("instance"), answer.c.step == bindparam("in_step"),
           answer.c.slot == bindparam("in_slot")).order_by(answer.c.at.desc(), answer.c.id.desc()).limit(1))
_NAME_OF = Prepared(select(person.c.name).where(person.c.id == bindparam("person")))


def add(connection: Connection, sent: Sent) -> None:
    _ADD.run(
        connection, id=sent.id, task_id=sent.task_id, instance_id=sent.instance_id, run_id=sent.run_id, step=sent.step,
        slot=sent.slot, round=sent.round, by=sent.by, capacity=sent.capacity, at=sent.at, outcome=sent.outcome,
        reason=sent.reason, forms=_text(sent.forms), submit_key=sent.submit_key)


def by_key(connection: Connection, submit_key: str) -> Sent | None:
    """What a submit key has already brought about."""
    return _first(_BY_KEY.first(connection, key=submit_key))


def of_task(connection: Connection, task_id: str) -> Sent | None:
    return _first(_OF_TASK.first(connection, task=task_id))


def of_step(connection: Connection, instance_id: str, step: str) -> list[Sent]:
    """All that was sent in a step of an instance, oldest first."""
    return [_sent(row) for row in _OF_STEP.all(connection, instance=instance_id, in_step=step)]


def last_of_slot(connection: Connection, instance_id: str, step: str, slot: str) -> Before | None:
    """What was sent last in a slot of a step, with the deadline its task had."""
    row = _LAST_OF_SLOT.first(connection, instance=instance_id, in_step=step, in_slot=slot)
    return Before(row[0], row[1], json.loads(row[2]), row[3]) if row else None


def of_instance(connection: Connection, instance_id: str) -> list[Sent]:
    """All that was sent in an instance, oldest first."""
    return [_sent(row) for row in _OF_INSTANCE.all(connection, instance=instance_id)]


def names_of(connection: Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """The names of those persons."""
    wanted = sorted(set(person_ids))
    found = connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(wanted)))
    return {row.id: row.name for row in found}


def name_of(connection: Connection, person_id: str) -> str:
    """The name of a person, for a sentence."""
    return str(_NAME_OF.scalar(connection, person=person_id))


def _first(row: tuple[Any, ...] | None) -> Sent | None:
    return _sent(row) if row else None


def _sent(row: tuple[Any, ...]) -> Sent:
    values = list(row)
    values[-2] = json.loads(values[-2])
    return Sent(*values)


def _text(forms: Answers) -> str:
    return _ENCODED(forms)
