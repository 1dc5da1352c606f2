"""All votes of the bodies that a person chairs or keeps the minutes of: where each stands, who has not voted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from engine.store import ballots
from engine.store.database import Database
from engine.store.notices import URGED, last_told
from engine.store.tables import answer, task, unit
from engine.store.vote_bodies import Body, bodies_of, votes_of
from engine.work.people import Viewer
from engine.work.vote import Roll

MOST, _ENDED = 500, 200
"""So many open votes, so many votes that are over are listed."""
State = Literal["tied", "ready", "never", "open", "done"]
_ORDER: tuple[State, ...] = ("tied", "ready", "never", "open", "done")


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One vote. `waiting`: names of those who have not voted; nobody's ballot. `passed`: what came of it, where it
    says so. `chairs`: the viewer conducts it."""

    task_id: str
    name: str
    unit: str
    state: State
    voted: int
    called: int
    needed: int
    waiting: tuple[str, ...]
    chairs: bool
    last_day: date | None
    late: bool
    closed_at: datetime | None = None
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class VoteGroup:
    """The votes of one body at one step, the most pressing first. `waited_for`: how many people have not voted.

    `urged`: when those who have not voted were last told so.
    """

    body: Body
    open: tuple[VoteRow, ...]
    done: tuple[VoteRow, ...]
    waited_for: int
    urged: datetime | None

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.open)


def vote_list(database: Database, viewer: Viewer, today: date) -> tuple[VoteGroup, ...]:
    """Those with something open first. The number of queries does not grow with the votes."""
    with database.read() as connection:
        bodies = bodies_of(connection, viewer)
        if not bodies:
            return ()
        opened, ended = _opened(connection, bodies), _ended(connection, bodies)
        rolls = ballots.rolls_of(connection, [row.id for row in opened])
        told = last_told(connection, [row.id for row in opened], URGED)
        results = _results(connection, [row.id for row in ended])
        voted = ballots.counts_of(connection, [row.id for row in ended])
    groups = [_group(body, [row for row in opened if _of(body, row)], [row for row in ended if _of(body, row)],
                     _Found(rolls, told, results, voted, today)) for body in bodies]
    return tuple(sorted((one for one in groups if one.open or one.done), key=lambda one: not one.open))


def looks_after(database: Database, viewer: Viewer, run_id: str | None = None) -> bool:
    """Whether the viewer chairs or records any vote; of that run."""
    with database.read() as connection:
        return bool(bodies_of(connection, viewer, (run_id,) if run_id else ()))


@dataclass(frozen=True, slots=True)
class _Found:
    rolls: Mapping[str, Roll]
    told: Mapping[str, datetime]
    results: Mapping[str, bool | None]
    voted: Mapping[str, tuple[int, int]]
    today: date


_COLUMNS = (task.c.id, task.c.run_id, task.c.step, task.c.subject, task.c.unit_id, unit.c.name.label("unit_name"),
            task.c.last_working_day, task.c.overdue_after, task.c.closed_at)


def _opened(connection: Connection, bodies: Sequence[Body]) -> Sequence[Any]:
    query = select(*_COLUMNS).join(unit, unit.c.id == task.c.unit_id).where(votes_of(bodies), task.c.status == "open")
    return connection.execute(query.order_by(
        task.c.last_working_day.is_(None), task.c.last_working_day, unit.c.name, task.c.subject, task.c.id)
        .limit(MOST)).all()


def _ended(connection: Connection, bodies: Sequence[Body]) -> Sequence[Any]:
    query = select(*_COLUMNS).join(unit, unit.c.id == task.c.unit_id).where(votes_of(bodies), task.c.status == "done")
    return connection.execute(query.order_by(task.c.closed_at.desc(), task.c.id).limit(_ENDED)).all()


def _results(connection: Connection, task_ids: Sequence[str]) -> dict[str, bool | None]:
    """Whether each finished vote passed; None for score sheets, which classify."""
    found = connection.execute(select(answer.c.task_id, answer.c.forms).where(answer.c.task_id.in_(task_ids)))
    results: dict[str, dict[str, Any]] = {row.task_id: next(iter(json.loads(row.forms).values()), {}) for row in found}
    return {task_id: said.get("thong_qua") for task_id, said in results.items()}


def _of(body: Body, row: Any) -> bool:
    return body.looks_after(row.run_id, row.step, row.unit_id)


def _group(body: Body, opened: Sequence[Any], ended: Sequence[Any], found: _Found) -> VoteGroup:
    rows = sorted((_open_row(body, row, found) for row in opened), key=lambda row: _ORDER.index(row.state))
    waited_for = {one.person_id for row in opened for one in found.rolls[row.id].of("waiting")}
    urged = [found.told[row.id] for row in opened if row.id in found.told]
    return VoteGroup(body, tuple(rows), tuple(_done_row(body, row, found) for row in ended), len(waited_for),
                     max(urged, default=None))


def _open_row(body: Body, row: Any, found: _Found) -> VoteRow:
    roll, quorum = found.rolls[row.id], body.step.quorum
    tied = body.vote.how != "scores" and roll.over(quorum, False)
    state: State = ("tied" if tied else "ready" if roll.may_close(quorum) else
                    "never" if roll.never(quorum) else "open")
    return VoteRow(row.id, row.subject or row.unit_name, row.unit_name, state, roll.voted, roll.called,
                   roll.needed(quorum), tuple(one.name for one in roll.of("waiting")), _chairs(body, row),
                   row.last_working_day, bool(row.overdue_after and row.overdue_after < found.today))


def _done_row(body: Body, row: Any, found: _Found) -> VoteRow:
    voted, called = found.voted.get(row.id, (0, 0))
    return VoteRow(row.id, row.subject or row.unit_name, row.unit_name, "done", voted, called, 0, (),
                   _chairs(body, row), None, False, row.closed_at, found.results.get(row.id))


def _chairs(body: Body, row: Any) -> bool:
    return body.chairs is None or row.unit_id in body.chairs
