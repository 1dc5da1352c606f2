"""Ballots as rows: who has voted, what the ballots say, who takes no part, what is typed and not yet handed in.

The ballots of a secret vote lie together in one row, sorted by what they say: no order, no moment and no id of theirs
can be joined with the rows that say who has voted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, union, update

from engine.store.beside import beside_in
from engine.store.once import insert_once
from engine.store.prepared import Prepared
from engine.store.tables import ballot, ballot_draft, person, task, task_person, vote_box, vote_mark, vote_round
from engine.work.form_diff import Beside
from engine.work.task import Task
from engine.work.vote import Member, Roll, Sheet

SEALED = "{}"
"""What the row of somebody who voted secretly says."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The open ballot of one member."""

    person_id: str
    scores: Sheet
    note: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """A member who takes no part; `by` nobody where a rule of the plan says so."""

    task_id: str
    person_id: str
    kind: str
    reason: str
    by: str | None
    at: datetime


_SAVE = Prepared(
    update(ballot).where(ballot.c.task_id == bindparam("task"), ballot.c.person_id == bindparam("person"))
    .values(scores=bindparam("new_scores"), note=bindparam("new_note"), at=bindparam("now")))
_CAST = select(ballot.c.person_id, ballot.c.scores, ballot.c.note, ballot.c.at).where(
    ballot.c.task_id == bindparam("task")).order_by(ballot.c.person_id)
_ALL, _OF_MEMBERS = Prepared(_CAST), Prepared(_CAST.join(
    task_person, (task_person.c.task_id == ballot.c.task_id) & (task_person.c.person_id == ballot.c.person_id)))
_DROP_DRAFT = Prepared(delete(ballot_draft).where(
    ballot_draft.c.task_id == bindparam("task"), ballot_draft.c.person_id == bindparam("person")))
_BOX = Prepared(select(vote_box.c.sheets).where(vote_box.c.task_id == bindparam("task")))
_NAMED = Prepared(
    select(person.c.id, person.c.name, person.c.active, ballot.c.at, vote_mark.c.kind, vote_mark.c.reason,
           task_person.c.person_id)
    .outerjoin(task_person, and_(task_person.c.person_id == person.c.id, task_person.c.task_id == bindparam("task")))
    .outerjoin(ballot, and_(ballot.c.person_id == person.c.id, ballot.c.task_id == bindparam("of_ballot")))
    .outerjoin(vote_mark, and_(vote_mark.c.person_id == person.c.id, vote_mark.c.task_id == bindparam("of_mark")))
    .where(person.c.id.in_(
        select(task_person.c.person_id).where(task_person.c.task_id == bindparam("named"))
        .union(select(vote_mark.c.person_id).where(vote_mark.c.task_id == bindparam("marked")))))
    .order_by(person.c.name, person.c.id))


def save(connection: Connection, task_id: str, cast: Ballot) -> None:
    """One open ballot per member and task; casting again replaces it."""
    scores = _text(cast.scores)
    row = {"task_id": task_id, "person_id": cast.person_id, "scores": scores, "note": cast.note, "at": cast.at}
    if not insert_once(connection, ballot, [row])[0]:
        _SAVE.run(connection, task=task_id, person=cast.person_id, new_scores=scores, new_note=cast.note, now=cast.at)
    drop_draft(connection, task_id, cast.person_id)


def put_in_box(connection: Connection, task_id: str, person_id: str, sheet: Sheet, now: datetime) -> bool:
    """A secret ballot; False when the person has voted already. The caller holds the task's row."""
    row = {"task_id": task_id, "person_id": person_id, "scores": SEALED, "note": None, "at": now}
    if not insert_once(connection, ballot, [row])[0]:
        return False
    sheets = sorted([*map(_text, _in_box(connection, task_id)), _text(sheet)])
    connection.execute(delete(vote_box).where(vote_box.c.task_id == task_id))
    connection.execute(insert(vote_box).values(task_id=task_id, sheets=f"[{','.join(sheets)}]"))
    return True


def of_task(connection: Connection, about: Task) -> list[Ballot]:
    """The rows of those who have voted and are members now; of everybody where no members were chosen."""
    asked = _OF_MEMBERS if about.persons else _ALL
    return [Ballot(person_id, json.loads(scores), note, at)
            for person_id, scores, note, at in asked.all(connection, task=about.id)]


def sheets_of(connection: Connection, about: Task, secret: bool) -> list[Sheet]:
    """What the ballots say, of nobody in particular."""
    return _in_box(connection, about.id) if secret else [cast.scores for cast in of_task(connection, about)]


def roll_of(connection: Connection, task_id: str) -> Roll:
    """Everybody who was called to the vote, by name."""
    found = _NAMED.all(connection, task=task_id, of_ballot=task_id, of_mark=task_id, named=task_id, marked=task_id)
    return Roll(tuple(_member(*row) for row in found))


def rolls_of(connection: Connection, task_ids: Sequence[str]) -> dict[str, Roll]:
    """Task id -> everybody who was called to that vote, by name; one query for all."""
    called = union(*(select(table.c.task_id, table.c.person_id).where(table.c.task_id.in_(task_ids))
                     for table in (task_person, vote_mark))).subquery()

    def here(table: Any) -> Any:
        return and_(table.c.task_id == called.c.task_id, table.c.person_id == called.c.person_id)

    found = connection.execute(
        select(called.c.task_id, person.c.id, person.c.name, person.c.active, ballot.c.at, vote_mark.c.kind,
               vote_mark.c.reason, task_person.c.person_id)
        .join(person, person.c.id == called.c.person_id).outerjoin(task_person, here(task_person))
        .outerjoin(ballot, here(ballot)).outerjoin(vote_mark, here(vote_mark)).order_by(person.c.name, person.c.id))
    rolls: dict[str, list[Member]] = {task_id: [] for task_id in task_ids}
    for task_id, *row in found:
        rolls[task_id].append(_member(*row))
    return {task_id: Roll(tuple(members)) for task_id, members in rolls.items()}


def _member(person_id: str, name: str, active: bool, at: datetime | None, kind: Any, reason: str | None,
            named: str | None) -> Member:
    if kind:
        return Member(person_id, name, kind, reason or "")
    return Member(person_id, name, "voted" if at and named else "waiting" if active else "closed")


def mark(connection: Connection, marks: Iterable[Mark]) -> None:
    """The members take no part; a mark of before is replaced."""
    for one in marks:
        unmark(connection, one.task_id, one.person_id)
        connection.execute(insert(vote_mark).values(
            task_id=one.task_id, person_id=one.person_id, kind=one.kind, reason=one.reason, by=one.by, at=one.at))


def unmark(connection: Connection, task_id: str, person_id: str) -> None:
    """The member takes part again."""
    connection.execute(delete(vote_mark).where(vote_mark.c.task_id == task_id, vote_mark.c.person_id == person_id))


def hold_again(connection: Connection, task_id: str, result: dict[str, object], now: datetime) -> None:
    """The counted ballot becomes an earlier one; everybody may vote anew."""
    number = connection.execute(
        select(func.count()).select_from(vote_round).where(vote_round.c.task_id == task_id)).scalar_one() + 1
    connection.execute(insert(vote_round).values(task_id=task_id, round=number, result=_text(result), at=now))
    for table in (ballot, vote_box):
        connection.execute(delete(table).where(table.c.task_id == task_id))


def rounds_of(connection: Connection, task_id: str) -> list[dict[str, Any]]:
    """The tallies of earlier ballots, in their order."""
    found = connection.execute(
        select(vote_round.c.result).where(vote_round.c.task_id == task_id).order_by(vote_round.c.round))
    return [json.loads(result) for result in found.scalars()]


def open_beside(connection: Connection, tenant_id: str, task_id: str) -> list[str]:
    """The ids of the other open votes of the same step of the run."""
    one = task.alias("one")
    return list(connection.execute(
        select(task.c.id).join(one, and_(one.c.run_id == task.c.run_id, one.c.step == task.c.step))
        .where(one.c.id == task_id, task.c.id != task_id, task.c.tenant_id == tenant_id, task.c.status == "open",
               task.c.act == "ballot").order_by(task.c.id)).scalars())


def counts_of(connection: Connection, task_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Task id -> how many have voted, how many are called."""
    cast, called = ({row[0]: int(row[1]) for row in connection.execute(
        select(table.c.task_id, func.count()).where(table.c.task_id.in_(task_ids)).group_by(table.c.task_id))}
        for table in (ballot, task_person))
    return {task_id: (cast.get(task_id, 0), number) for task_id, number in called.items()}


def open_of_persons(connection: Connection, persons: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """The open votes to which these persons are called: ids of task, tenant, run, instance."""
    found = connection.execute(
        select(task.c.id, task.c.tenant_id, task.c.run_id, task.c.instance_id).distinct()
        .join(task_person, task_person.c.task_id == task.c.id)
        .where(task_person.c.person_id.in_(persons), task.c.status == "open", task.c.act == "ballot")
        .order_by(task.c.id))
    return [(row[0], row[1], row[2], row[3]) for row in found]


def save_draft(connection: Connection, task_id: str, typed: Ballot) -> None:
    """What a member has typed so far, in place of earlier; what an amendment put beside it stays."""
    said = {"scores": _text(typed.scores), "note": typed.note or "", "at": typed.at}
    if not insert_once(connection, ballot_draft, [{"task_id": task_id, "person_id": typed.person_id, **said}])[0]:
        connection.execute(update(ballot_draft).where(*_typed(task_id, typed.person_id)).values(**said))


def draft_of(connection: Connection, task_id: str, person_id: str) -> Ballot | None:
    """What the member typed and has not handed in."""
    row = connection.execute(select(ballot_draft.c.scores, ballot_draft.c.note, ballot_draft.c.at).where(
        *_typed(task_id, person_id))).first()
    return Ballot(person_id, json.loads(row.scores), row.note, row.at) if row else None


def beside_of(connection: Connection, task_id: str, person_id: str) -> tuple[Beside, ...]:
    """What the member typed for criteria that an amendment removed."""
    text = connection.execute(select(ballot_draft.c.beside).where(*_typed(task_id, person_id))).scalar()
    return beside_in(text)


def drop_draft(connection: Connection, task_id: str, person_id: str) -> None:
    _DROP_DRAFT.run(connection, task=task_id, person=person_id)


def _typed(task_id: str, person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ballot_draft.c.task_id == task_id, ballot_draft.c.person_id == person_id


def _in_box(connection: Connection, task_id: str) -> list[Sheet]:
    found: list[Sheet] = json.loads(_BOX.scalar(connection, task=task_id) or "[]")
    return found


def _text(sheet: Sheet) -> str:
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True)
