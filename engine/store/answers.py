"""What people answered, as rows: sent answers, private drafts, ballots."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from engine.store.once import insert_once
from engine.store.tables import answer, ballot, draft, person, task_person
from engine.work.appraisal import Scores
from engine.work.context import Answers
from engine.work.task import Task


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
class Ballot:
    """The scores of one member."""

    person_id: str
    scores: Scores
    note: str | None
    at: datetime


_COLUMNS = (answer.c.id, answer.c.task_id, answer.c.instance_id, answer.c.run_id, answer.c.step, answer.c.slot,
            answer.c.round, answer.c.by, answer.c.capacity, answer.c.at, answer.c.outcome, answer.c.reason,
            answer.c.forms, answer.c.submit_key)


def add(connection: Connection, sent: Sent) -> None:
    connection.execute(insert(answer).values(
        id=sent.id, task_id=sent.task_id, instance_id=sent.instance_id, run_id=sent.run_id, step=sent.step,
        slot=sent.slot, round=sent.round, by=sent.by, capacity=sent.capacity, at=sent.at, outcome=sent.outcome,
        reason=sent.reason, forms=_text(sent.forms), submit_key=sent.submit_key))


def by_key(connection: Connection, submit_key: str) -> Sent | None:
    """What a submit key has already brought about."""
    return _first(connection, select(*_COLUMNS).where(answer.c.submit_key == submit_key))


def of_task(connection: Connection, task_id: str) -> Sent | None:
    return _first(connection, select(*_COLUMNS).where(answer.c.task_id == task_id))


def of_step(connection: Connection, instance_id: str, step: str) -> list[Sent]:
    """All that was sent in a step of an instance, oldest first."""
    query = select(*_COLUMNS).where(answer.c.instance_id == instance_id, answer.c.step == step)
    return [_sent(row) for row in connection.execute(query.order_by(answer.c.at, answer.c.id))]


def of_instance(connection: Connection, instance_id: str) -> list[Sent]:
    """All that was sent in an instance, oldest first."""
    query = select(*_COLUMNS).where(answer.c.instance_id == instance_id)
    return [_sent(row) for row in connection.execute(query.order_by(answer.c.at, answer.c.id))]


def name_of(connection: Connection, person_id: str) -> str:
    """The name of a person, for a sentence."""
    return str(connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar_one())


def save_draft(connection: Connection, task_id: str, forms: Answers, by: str, now: datetime) -> None:
    values = {"forms": _text(forms), "by": by, "at": now}
    if not insert_once(connection, draft, [{"task_id": task_id, **values}])[0]:
        connection.execute(update(draft).where(draft.c.task_id == task_id).values(**values))


def draft_of(connection: Connection, task_id: str) -> Answers | None:
    text = connection.execute(select(draft.c.forms).where(draft.c.task_id == task_id)).scalar()
    return json.loads(text) if text else None


def drop_draft(connection: Connection, task_id: str) -> None:
    connection.execute(delete(draft).where(draft.c.task_id == task_id))


def save_ballot(connection: Connection, task_id: str, cast: Ballot) -> None:
    """One ballot per member and task; casting again replaces it."""
    values = {"scores": json.dumps(cast.scores, ensure_ascii=False, sort_keys=True), "note": cast.note, "at": cast.at}
    if not insert_once(connection, ballot, [{"task_id": task_id, "person_id": cast.person_id, **values}])[0]:
        here = (ballot.c.task_id == task_id) & (ballot.c.person_id == cast.person_id)
        connection.execute(update(ballot).where(here).values(**values))


def ballots_of(connection: Connection, task: Task) -> list[Ballot]:
    """The ballots of those who are members now; of everybody where no members were chosen."""
    query = select(ballot.c.person_id, ballot.c.scores, ballot.c.note, ballot.c.at)
    if task.persons:
        member = (task_person.c.task_id == ballot.c.task_id) & (task_person.c.person_id == ballot.c.person_id)
        query = query.join(task_person, member)
    query = query.where(ballot.c.task_id == task.id).order_by(ballot.c.person_id)
    return [Ballot(row.person_id, json.loads(row.scores), row.note, row.at) for row in connection.execute(query)]


def _first(connection: Connection, query: Select[Any]) -> Sent | None:
    row = connection.execute(query).first()
    return _sent(row) if row else None


def _sent(row: Any) -> Sent:
    values = dict(row._mapping)
    return Sent(**{**values, "forms": json.loads(values["forms"])})


def _text(forms: Answers) -> str:
    return json.dumps(forms, ensure_ascii=False, sort_keys=True)
