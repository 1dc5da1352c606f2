"""The rows a run is counted from: instances, tasks, finished steps, waits and timers, in five queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from engine.store import papers
from engine.store.tables import entry, instance, step_end, task, timer, unit, wait

_TASK = (task.c.id, task.c.instance_id, task.c.unit_id, task.c.entry_id, task.c.step, task.c.slot, task.c.act,
         task.c.title, task.c.status, task.c.round, task.c.opened_at, task.c.closed_at, task.c.outcome, task.c.returned,
         task.c.draft_percent, task.c.behalf_unit_id, task.c.last_day, task.c.last_working_day, task.c.overdue_after)


@dataclass(frozen=True, slots=True)
class Case:
    """One process of a unit or an entry. `entry_status` is None for a unit's."""

    id: str
    scope: str
    unit_id: str
    unit_name: str
    unit_code: str
    unit_kind: str
    entry_id: str | None
    entry_name: str | None
    entry_status: str | None
    status: str


@dataclass(frozen=True)
class RunRows:
    """`tasks`, `ended`, `waits` and `timers` by instance; tasks in the order they were opened.

    `ended`: (step, when). `waits`: (node, message). `timers`: (node, due moment or None).
    """

    cases: tuple[Case, ...]
    tasks: Mapping[str, list[Row[Any]]]
    ended: Mapping[str, dict[str, datetime]]
    waits: Mapping[str, dict[str, str]]
    timers: Mapping[str, dict[str, datetime | None]]
    papers: Mapping[str, date] = field(default_factory=dict)
    """Of tasks entered from paper, by id: the day that counts."""


def run_rows(connection: Connection, run_id: str, only: Collection[str] | None = None) -> RunRows:
    """The rows of units and entries; of the units `only` when given."""
    mine = [instance.c.run_id == run_id, instance.c.scope != "run"]
    if only is not None:
        mine.append(instance.c.unit_id.in_(sorted(only)))
    about = (
        select(instance.c.id, instance.c.scope, instance.c.unit_id, unit.c.name, unit.c.code, unit.c.kind,
               instance.c.entry_id, entry.c.name, entry.c.status, instance.c.status)
        .join(unit, unit.c.id == instance.c.unit_id).outerjoin(entry, entry.c.id == instance.c.entry_id)
        .where(*mine).order_by(unit.c.name, entry.c.created_at, instance.c.id))
    cases = tuple(Case(*tuple(row)) for row in connection.execute(about))
    tasks: dict[str, list[Row[Any]]] = {}
    query: Select[Any] = select(*_TASK).join(instance, instance.c.id == task.c.instance_id).where(*mine)
    for row in connection.execute(query.order_by(task.c.opened_at, task.c.id)):
        tasks.setdefault(row.instance_id, []).append(row)
    ended = _by_instance(connection, select(step_end.c.instance_id, step_end.c.step, step_end.c.at), step_end, mine)
    waits = _by_instance(connection, select(wait.c.instance_id, wait.c.node, wait.c.message), wait, mine)
    timers = _by_instance(connection, select(timer.c.instance_id, timer.c.node, timer.c.due_at), timer, mine)
    entered = any(row.behalf_unit_id for rows in tasks.values() for row in rows)
    return RunRows(cases, tasks, ended, waits, timers, papers.of_run(connection, run_id) if entered else {})


def _by_instance(connection: Connection, query: Any, table: Any, mine: list[Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query.join(instance, instance.c.id == table.c.instance_id).where(*mine)):
        found.setdefault(row[0], {})[row[1]] = row[2]
    return found
