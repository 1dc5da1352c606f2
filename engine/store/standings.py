"""Where instances stand, as rows: what an amendment has to carry over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from engine.store import tasks
from engine.store.instances import COLUMNS, Instance, Timer
from engine.store.runs import Run
from engine.store.tables import ballot, ballot_draft, draft, instance, step_end, task, timer, wait
from engine.work.context import Answers
from engine.work.task import Task


@dataclass(frozen=True)
class Standing:
    """One instance with its open work. `waits`: node -> message; `drafts`, `ballots`: by task.

    `dead`: nodes of tasks that were taken away -> task id. `ended`: steps that are over.
    """

    instance: Instance
    tasks: tuple[Task, ...] = ()
    waits: Mapping[str, str] = field(default_factory=dict)
    timers: tuple[Timer, ...] = ()
    drafts: Mapping[str, Answers] = field(default_factory=dict)
    ballots: Mapping[str, int] = field(default_factory=dict)
    dead: Mapping[str, str] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    sheets: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """By task, by member: the scores that were typed and not handed in."""
    broken: frozenset[str] = frozenset()
    """Tasks of which something typed cannot be read."""


def amendable(connection: Connection, run: Run, version_id: str) -> tuple[str, ...]:
    """Ids of the instances of the run that stand on another version than that one: the run's own first."""
    order = {"run": 0, "unit": 1, "entry": 2}
    own = func.coalesce(instance.c.version_id, run.version_id)
    rows = connection.execute(select(instance.c.id, instance.c.scope).where(
        instance.c.run_id == run.id, instance.c.status != "cancelled", own != version_id)).all()
    return tuple(row.id for row in sorted(rows, key=lambda row: (order[row.scope], row.id)))


def unit_instances(connection: Connection, run_id: str) -> frozenset[str]:
    """The units that have a process of their own in the run."""
    query = select(instance.c.unit_id).where(instance.c.run_id == run_id, instance.c.scope == "unit")
    return frozenset(str(unit_id) for unit_id in connection.execute(query).scalars())


def hold(connection: Connection, ids: Sequence[str]) -> None:
    """Nobody else writes to these instances and their open tasks until the transaction ends."""
    connection.execute(select(instance.c.id).where(instance.c.id.in_(ids)).order_by(instance.c.id)
                       .with_for_update(key_share=True))
    connection.execute(select(task.c.id).where(task.c.instance_id.in_(ids), task.c.status == "open")
                       .order_by(task.c.id).with_for_update(key_share=True))


def standings(connection: Connection, ids: Sequence[str]) -> list[Standing]:
    """Those instances, in that order; eight queries for a page of them."""
    found = {row.id: Instance(*row) for row in connection.execute(select(*COLUMNS).where(instance.c.id.in_(ids)))}
    here = task.c.instance_id.in_(ids)
    opened: dict[str, list[Task]] = {}
    for one in tasks.open_of_instances(connection, ids):
        opened.setdefault(one.instance_id, []).append(one)
    waits, timers = _by_instance(connection, wait, ids), _by_instance(connection, timer, ids)
    broken = set[str]()
    drafts: dict[str, Answers] = {row[0]: typed for row in connection.execute(
        select(draft.c.task_id, draft.c.forms).join(task, task.c.id == draft.c.task_id).where(here))
        if (typed := _typed(row[1], row[0], broken, dict)) is not None}
    sheets: dict[str, dict[str, dict[str, str]]] = {}
    for row in connection.execute(
            select(ballot_draft.c.task_id, ballot_draft.c.person_id, ballot_draft.c.scores)
            .join(task, task.c.id == ballot_draft.c.task_id).where(here).order_by(ballot_draft.c.person_id)):
        if (scores := _typed(row[2], row[0], broken, object)) is not None:
            sheets.setdefault(row[0], {})[row[1]] = scores
    ballots = {row[0]: int(row[1]) for row in connection.execute(
        select(ballot.c.task_id, func.count()).join(task, task.c.id == ballot.c.task_id).where(here)
        .group_by(ballot.c.task_id))}
    dead: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(task.c.instance_id, task.c.node, task.c.id).where(
            here, task.c.status == "cancelled")):
        dead.setdefault(row.instance_id, {})[row.node] = row.id
    ended: dict[str, set[str]] = {}
    for instance_id, step in connection.execute(select(step_end.c.instance_id, step_end.c.step).where(
            step_end.c.instance_id.in_(ids))):
        ended.setdefault(instance_id, set()).add(step)
    return [Standing(
        found[key], tuple(opened.get(key, ())), {row.node: row.message for row in waits.get(key, ())},
        tuple(Timer(row.instance_id, row.node, row.rule, row.due_at) for row in timers.get(key, ())),
        {one.id: drafts[one.id] for one in opened.get(key, ()) if one.id in drafts},
        {one.id: ballots[one.id] for one in opened.get(key, ()) if one.id in ballots},
        dead.get(key, {}), frozenset(ended.get(key, ())),
        {one.id: sheets[one.id] for one in opened.get(key, ()) if one.id in sheets},
        frozenset(one.id for one in opened.get(key, ()) if one.id in broken)) for key in ids if key in found]


def _typed(text: str, task_id: str, broken: set[str], each: type) -> Any:
    """What somebody typed, by form or by criterion; None, and the task is noted, where the text says nothing any more.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict) and all(isinstance(value, each) for value in found.values()):
        return found
    broken.add(task_id)
    return None


def _by_instance(connection: Connection, table: Any, ids: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in connection.execute(select(table).where(table.c.instance_id.in_(ids)).order_by(table.c.node)):
        found.setdefault(row.instance_id, []).append(row)
    return found
