"""Tasks as rows: opened from facts, closed by people, their days moved with events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.store.tables import ballot, task, task_person
from engine.work.people import Viewer
from engine.work.task import Task, why_from, why_text

_PLAIN = tuple(name for name in Task.__dataclass_fields__ if name not in ("candidate_positions", "why", "persons"))
_COLUMNS = (*(task.c[name] for name in _PLAIN), task.c.candidate_positions, task.c.why)


def add(connection: Connection, tasks: Sequence[Task]) -> None:
    if not tasks:
        return
    connection.execute(insert(task), [_row_of(t) for t in tasks])
    add_persons(connection, [(t.id, person) for t in tasks for person in sorted(t.persons)])


def add_persons(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """(task id, person id) pairs: who may do it by name."""
    if pairs:
        connection.execute(insert(task_person), [{"task_id": t, "person_id": p} for t, p in pairs])


def set_persons(connection: Connection, task_id: str, persons: Iterable[str]) -> None:
    """These persons instead of those before."""
    connection.execute(delete(task_person).where(task_person.c.task_id == task_id))
    add_persons(connection, [(task_id, person) for person in dict.fromkeys(persons)])


def get(connection: Connection, tenant_id: str, task_id: str, lock: bool = False) -> Task | None:
    """The task, if it is the tenant's; locked until the transaction ends when asked."""
    query = select(*_COLUMNS).where(task.c.id == task_id, task.c.tenant_id == tenant_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _with_persons(connection, [row])[0] if row else None


def open_of_run(connection: Connection, run_id: str) -> list[Task]:
    """The run's open tasks, by step order."""
    return _all(connection, select(*_COLUMNS).where(task.c.run_id == run_id, task.c.status == "open")
                .order_by(task.c.step_index, task.c.id))


def opened_after(connection: Connection, run_id: str, task_id: str) -> list[Task]:
    """The run's open tasks whose ids sort after that one, in the order of ids."""
    query = select(*_COLUMNS).where(task.c.id > task_id, task.c.run_id == run_id, task.c.status == "open")
    return _all(connection, query.order_by(task.c.id))


def open_of_instance(connection: Connection, instance_id: str) -> list[Task]:
    return _all(connection, select(*_COLUMNS).where(task.c.instance_id == instance_id, task.c.status == "open")
                .order_by(task.c.id))


def of_instance(connection: Connection, instance_id: str) -> list[Task]:
    """All tasks of the instance, also those that are over."""
    return _all(connection, select(*_COLUMNS).where(task.c.instance_id == instance_id).order_by(task.c.id))


def due_now(connection: Connection, now: datetime, page: int) -> list[Task]:
    """A page of tasks whose moment of acting has come, oldest first, locked; who else looks passes them over."""
    query = select(*_COLUMNS).where(task.c.status == "open", task.c.next_act_at <= now)
    query = query.order_by(task.c.next_act_at, task.c.id).limit(page).with_for_update(skip_locked=True)
    return _all(connection, query)


def next_act(connection: Connection) -> datetime | None:
    """The earliest moment at which something is to be done about an open task."""
    moments = select(task.c.next_act_at).where(task.c.status == "open", task.c.next_act_at.is_not(None))
    return connection.execute(moments.order_by(task.c.next_act_at).limit(1)).scalar()


def close(connection: Connection, closed: Task, by: str, outcome: str, now: datetime) -> None:
    connection.execute(update(task).where(task.c.id == closed.id).values(
        status="done", closed_at=now, closed_by=by, outcome=outcome, rev=closed.rev + 1, next_act_at=None,
        draft_percent=None))


def cancel(connection: Connection, instance_id: str, nodes: Sequence[str], now: datetime) -> None:
    """Open tasks at these nodes went away without being done."""
    here = and_(task.c.instance_id == instance_id, task.c.node.in_(nodes), task.c.status == "open")
    connection.execute(update(task).where(here).values(
        status="cancelled", closed_at=now, next_act_at=None, rev=task.c.rev + 1, draft_percent=None))


def set_days(connection: Connection, changed: Task) -> None:
    connection.execute(update(task).where(task.c.id == changed.id).values(
        last_day=changed.last_day, last_working_day=changed.last_working_day, overdue_after=changed.overdue_after,
        why=why_text(changed.why), next_act_at=changed.next_act_at))


def set_next_acts(connection: Connection, moments: Mapping[str, datetime | None]) -> None:
    """Task id -> the moment at which the task is looked at again; None: never."""
    if moments:
        one = update(task).where(task.c.id == bindparam("task_id")).values(next_act_at=bindparam("moment"))
        connection.execute(one, [{"task_id": key, "moment": moment} for key, moment in moments.items()])


def set_percent(connection: Connection, task_id: str, percent: int) -> None:
    connection.execute(update(task).where(task.c.id == task_id).values(draft_percent=percent))


def rename(connection: Connection, entry_id: str, name: str) -> None:
    """Open tasks about the entry carry its present name."""
    connection.execute(update(task).where(task.c.entry_id == entry_id, task.c.status == "open").values(subject=name))


def next_for(connection: Connection, viewer: Viewer) -> str | None:
    """The open task that the viewer should turn to next: earliest last working day, those without a day last."""
    mine = select(task.c.id).where(task.c.status == "open", offered_to(viewer), ~scored_by(viewer))
    first = (task.c.last_working_day.is_(None), task.c.last_working_day, task.c.step_index, task.c.id)
    return connection.execute(mine.order_by(*first).limit(1)).scalar()


def open_steps(connection: Connection, run_id: str) -> list[tuple[str, int]]:
    """(step id, how many tasks are open in it), most first."""
    count = func.count().label("tasks")
    query = select(task.c.step, count).where(task.c.run_id == run_id, task.c.status == "open").group_by(task.c.step)
    return [(row[0], int(row[1])) for row in connection.execute(query.order_by(count.desc(), task.c.step))]


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """The task is for one of the viewer's positions, or names the viewer."""
    anybody, codes = task.c.candidate_positions == "", task.c.candidate_positions
    by_position = [
        and_(task.c.candidate_unit_id == held.unit_id, or_(anybody, codes.contains(f",{held.role},", autoescape=True)))
        for held in viewer.positions
    ]
    named = exists().where(task_person.c.task_id == task.c.id, task_person.c.person_id == viewer.person_id)
    return and_(task.c.tenant_id == viewer.tenant_id, or_(named, *by_position))


def scored_by(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer has handed in a ballot for the task."""
    return exists(select(ballot.c.task_id).where(ballot.c.task_id == task.c.id, ballot.c.person_id == viewer.person_id))


def matter_of(viewer: Viewer) -> ColumnElement[bool]:
    """The task is about one of the viewer's units, whoever has to do it."""
    units = sorted(viewer.unit_ids())
    return and_(task.c.tenant_id == viewer.tenant_id, task.c.unit_id.in_(units)) if units else false()


def _all(connection: Connection, query: Select[Any]) -> list[Task]:
    return _with_persons(connection, connection.execute(query).all())


def _with_persons(connection: Connection, rows: Sequence[Row[Any]]) -> list[Task]:
    named = [row.id for row in rows if row.candidate_unit_id is None]
    persons: dict[str, set[str]] = {}
    if named:
        for pair in connection.execute(select(task_person).where(task_person.c.task_id.in_(named))):
            persons.setdefault(pair.task_id, set()).add(pair.person_id)
    return [_task(row, frozenset(persons.get(row.id, ()))) for row in rows]


def _task(row: Row[Any], persons: frozenset[str]) -> Task:
    values = {name: getattr(row, name) for name in _PLAIN}
    positions = tuple(code for code in row.candidate_positions.split(",") if code)
    return Task(**values, candidate_positions=positions, why=why_from(row.why), persons=persons)


def _row_of(new: Task) -> dict[str, Any]:
    positions = f",{','.join(new.candidate_positions)}," if new.candidate_positions else ""
    return {**{name: getattr(new, name) for name in _PLAIN}, "candidate_positions": positions, "why": why_text(new.why)}
