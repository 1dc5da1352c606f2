"""The rows of instances for their comparison with the saved states: everything of a page in one read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, update

from engine.store.instances import COLUMNS, Instance
from engine.store.once import insert_once
from engine.store.tables import (
    incident,
    instance,
    message,
    run,
    setting,
    step_end,
    task,
    task_person,
    timer,
    vote_mark,
    wait,
)
from engine.work.reconcile import Rows, TaskRow, TimerRow
from engine.work.seat import Seat


@dataclass(frozen=True, slots=True)
class Among:
    """Which instances: of a tenant, of a run, or all; of runs that are not closed unless a run is named."""

    tenant_id: str | None = None
    run_id: str | None = None

    def condition(self) -> ColumnElement[bool]:
        of_tenant = run.c.tenant_id == self.tenant_id if self.tenant_id else true()
        return of_tenant & (instance.c.run_id == self.run_id if self.run_id else run.c.status != "closed")


def count(connection: Connection, among: Among) -> int:
    """How many instances there are."""
    query = select(func.count()).select_from(instance).join(run, run.c.id == instance.c.run_id)
    return int(connection.execute(query.where(among.condition())).scalar_one())


def every(connection: Connection, among: Among, stride: int, first: int) -> tuple[str, ...]:
    """Ids of every `stride`-th instance by id, from number `first` (0 to stride - 1) on."""
    numbered = (select(instance.c.id, func.row_number().over(order_by=instance.c.id).label("number"))
                .join(run, run.c.id == instance.c.run_id).where(among.condition()).subquery())
    query = select(numbered.c.id).where((numbered.c.number - 1) % stride == first).order_by(numbered.c.id)
    return tuple(connection.execute(query).scalars())


def page_of(connection: Connection, among: Among, after: str, page: int) -> list[Instance]:
    """The instances whose ids sort after that one."""
    query = (select(*COLUMNS).join(run, run.c.id == instance.c.run_id)
             .where(among.condition(), instance.c.id > after).order_by(instance.c.id).limit(page))
    return [Instance(*row) for row in connection.execute(query)]


def of_ids(connection: Connection, ids: Sequence[str]) -> list[Instance]:
    """The instances of these ids that there are, by id."""
    query = select(*COLUMNS).where(instance.c.id.in_(ids)).order_by(instance.c.id)
    return [Instance(*row) for row in connection.execute(query)]


def rows_of(connection: Connection, found: Sequence[Instance]) -> dict[str, Rows]:
    """What stands in the tables about each."""
    ids = [one.id for one in found]
    tasks: dict[str, list[TaskRow]] = {}
    waits: dict[str, dict[str, str]] = {}
    timers: dict[str, dict[str, TimerRow]] = {}
    named, marked = _people(connection, ids)
    for row in connection.execute(
            select(task.c.instance_id, task.c.node, task.c.status, task.c.opened_at, task.c.phrase, task.c.last_day,
                   task.c.last_working_day, task.c.overdue_after, task.c.next_act_at, task.c.unit_id, task.c.id,
                   task.c.role, task.c.candidate_unit_id, task.c.candidate_positions)
            .where(task.c.instance_id.in_(ids), or_(task.c.status == "open", task.c.act == "opine"))
            .order_by(task.c.node)):
        positions = tuple(code for code in row[13].split(",") if code)
        seat = Seat(row[11], row[12], positions, tuple(named.get(row[10], ())))
        tasks.setdefault(row[0], []).append(TaskRow(
            *row[1:5], (row[5], row[6], row[7]), row[8], row[9], seat, tuple(marked.get(row[10], ()))))
    for row in connection.execute(select(wait).where(wait.c.instance_id.in_(ids))):
        waits.setdefault(row.instance_id, {})[row.node] = row.message
    told = {(row[0], row[1]) for row in connection.execute(
        select(incident.c.instance_id, incident.c.node).where(
            incident.c.instance_id.in_(ids), incident.c.command == "fire",
            incident.c.status.in_(("open", "dismissed"))))}
    for row in connection.execute(select(timer).where(timer.c.instance_id.in_(ids))):
        stopped = (row.instance_id, row.node) in told
        timers.setdefault(row.instance_id, {})[row.node] = TimerRow(row.rule, row.due_at, stopped)
    starting = set(connection.execute(select(message.c.receiver_id).where(
        message.c.receiver_id.in_([one.id for one in found if not one.state]), message.c.node == "",
        message.c.status.in_(("waiting", "failed")))).scalars())
    coming = _grouped(connection.execute(select(message.c.receiver_id, message.c.node).where(
        message.c.receiver_id.in_(ids), message.c.status.in_(("waiting", "failed")))))
    ended = _grouped(connection.execute(select(step_end.c.instance_id, step_end.c.step).where(
        step_end.c.instance_id.in_(ids))))
    untold = set(connection.execute(select(incident.c.run_id).where(
        incident.c.run_id.in_({one.run_id for one in found}), incident.c.command == "notice",
        incident.c.status.in_(("open", "dismissed")))).scalars())
    return {one.id: Rows(one.status, tasks.get(one.id, ()), waits.get(one.id, {}), timers.get(one.id, {}),
                         one.id in starting, frozenset(coming.get(one.id, ())), frozenset(ended.get(one.id, ())),
                         one.run_id in untold) for one in found}


def _people(connection: Connection,
            ids: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """Task id -> who may do it by name; task id -> (person, kind) of members who take no part."""
    of_open = (task.c.instance_id.in_(ids), task.c.status == "open")
    named = _grouped(connection.execute(select(task_person.c.task_id, task_person.c.person_id).join(
        task, task.c.id == task_person.c.task_id).where(*of_open).order_by(task_person.c.person_id)))
    marked: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(select(vote_mark.c.task_id, vote_mark.c.person_id, vote_mark.c.kind).join(
            task, task.c.id == vote_mark.c.task_id).where(*of_open)):
        marked.setdefault(row[0], []).append((row[1], row[2]))
    return named, marked


def _grouped(rows: Iterable[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found


def claimed(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """The values of those settings that there are."""
    found = connection.execute(select(setting.c.name, setting.c.value).where(setting.c.name.in_(names)))
    return {row[0]: row[1] for row in found}


def claim(connection: Connection, name: str, value: str) -> bool:
    """Whether the setting had another value until now: of several who ask on a day, one is the first."""
    insert_once(connection, setting, [{"name": name, "value": ""}])
    changed = update(setting).where(setting.c.name == name, setting.c.value != value).values(value=value)
    return connection.execute(changed).rowcount == 1
