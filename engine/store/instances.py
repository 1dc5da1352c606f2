"""Instances as rows: saved state, what they wait for, their timers, the steps they have finished."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, insert, or_, select, update

from engine.plan.step import Scope
from engine.store.once import insert_once
from engine.store.tables import instance, step_end, timer, unit, wait


@dataclass(frozen=True, slots=True)
class Instance:
    """One process at work. `status`: active | ended | cancelled."""

    id: str
    run_id: str
    scope: Scope
    unit_id: str | None
    entry_id: str | None
    state: bytes
    rev: int
    status: str


@dataclass(frozen=True, slots=True)
class Wait:
    """An instance waits at a node for a message."""

    instance_id: str
    node: str
    message: str
    scope: Scope
    unit_id: str | None
    entry_id: str | None


@dataclass(frozen=True, slots=True)
class Timer:
    """A day on which the flow moves by itself; `due_at` is None while its event has no date."""

    instance_id: str
    node: str
    rule: str
    due_at: datetime | None


_COLUMNS = (instance.c.id, instance.c.run_id, instance.c.scope, instance.c.unit_id, instance.c.entry_id,
            instance.c.state, instance.c.rev, instance.c.status)


def add(connection: Connection, rows: Sequence[Instance]) -> None:
    connection.execute(insert(instance), [
        {"id": i.id, "run_id": i.run_id, "scope": i.scope, "unit_id": i.unit_id, "entry_id": i.entry_id,
         "state": i.state, "rev": i.rev, "status": i.status} for i in rows])


def lock(connection: Connection, instance_id: str) -> Instance:
    """The instance, held until the transaction ends."""
    return Instance(*connection.execute(
        select(*_COLUMNS).where(instance.c.id == instance_id).with_for_update()).one())


def of_entry(connection: Connection, entry_id: str) -> str:
    """The id of the entry's instance."""
    return str(connection.execute(select(instance.c.id).where(instance.c.entry_id == entry_id)).scalar_one())


def active(connection: Connection, run_id: str) -> tuple[str, ...]:
    """Ids of the instances that still wait for something."""
    query = select(instance.c.id).where(instance.c.run_id == run_id, instance.c.status == "active")
    return tuple(connection.execute(query.order_by(instance.c.id)).scalars())


def save(connection: Connection, moved: Instance, state: bytes, status: str) -> Instance:
    """The instance as it is now."""
    after = replace(moved, state=state, status=status, rev=moved.rev + 1)
    connection.execute(update(instance).where(instance.c.id == moved.id)
                       .values(state=state, status=status, rev=after.rev))
    return after


def add_waits(connection: Connection, run_id: str, waits: Iterable[Wait]) -> None:
    rows = [{"instance_id": w.instance_id, "node": w.node, "run_id": run_id, "message": w.message} for w in waits]
    if rows:
        connection.execute(insert(wait), rows)


def add_timers(connection: Connection, timers: Iterable[Timer]) -> None:
    rows = [{"instance_id": t.instance_id, "node": t.node, "rule": t.rule, "due_at": t.due_at} for t in timers]
    if rows:
        connection.execute(insert(timer), rows)


def drop(connection: Connection, instance_id: str, nodes: Sequence[str]) -> None:
    """Waits and timers at these nodes are over."""
    for table in (wait, timer):
        connection.execute(delete(table).where(table.c.instance_id == instance_id, table.c.node.in_(nodes)))


def waiting(connection: Connection, run_id: str, messages: Sequence[str] | None = None) -> list[Wait]:
    """Who waits in the run, for one of these messages or for any."""
    query = (select(wait.c.instance_id, wait.c.node, wait.c.message, instance.c.scope, instance.c.unit_id,
                    instance.c.entry_id)
             .join(instance, instance.c.id == wait.c.instance_id).where(wait.c.run_id == run_id)
             .order_by(instance.c.id, wait.c.node))
    if messages is not None:
        query = query.where(wait.c.message.in_(messages))
    return [Wait(*row) for row in connection.execute(query)]


def finish_step(connection: Connection, instance_id: str, step: str, run_id: str, now: datetime) -> None:
    """The step is over in the instance; saying so again changes nothing."""
    insert_once(connection, step_end, [{"instance_id": instance_id, "step": step, "run_id": run_id, "at": now}])


def finished_by(connection: Connection, run_id: str, step: str) -> list[Instance]:
    """The instances in which the step is over."""
    query = (select(*_COLUMNS).join(step_end, step_end.c.instance_id == instance.c.id)
             .where(step_end.c.run_id == run_id, step_end.c.step == step).order_by(instance.c.id))
    return [Instance(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked for a step: instances of the scope, of units valid that day, of the units `among` when given."""

    run_id: str
    scope: Scope
    step: str
    today: date
    passed: Sequence[str]
    """Messages to chosen entries: who still waits for one that was sent to it was not chosen, and is not counted."""
    among: Sequence[str] | None = None


def unfinished(connection: Connection, asked: Asked) -> int:
    """How many of the instances asked have still to finish the step."""
    return int(connection.execute(_unfinished(asked)).scalar_one())


def _unfinished(asked: Asked) -> Select[Any]:
    done = exists().where(step_end.c.instance_id == instance.c.id, step_end.c.step == asked.step)
    valid = and_(or_(unit.c.valid_from.is_(None), unit.c.valid_from <= asked.today),
                 or_(unit.c.valid_to.is_(None), unit.c.valid_to >= asked.today))
    mine = [instance.c.run_id == asked.run_id, instance.c.scope == asked.scope]
    if asked.among is not None:
        mine.append(instance.c.unit_id.in_(sorted(asked.among)))
    return (select(func.count()).select_from(instance).join(unit, unit.c.id == instance.c.unit_id)
            .where(*mine, instance.c.status == "active", ~done, ~_passed_over(asked), valid))


def _passed_over(asked: Asked) -> ColumnElement[bool]:
    """The message was sent, by the run or by a unit above, and the instance waits for it all the same."""
    sender, above = instance.alias("sender"), unit.alias("above")
    sent = (select(step_end.c.step).join(sender, sender.c.id == step_end.c.instance_id)
            .outerjoin(above, above.c.id == sender.c.unit_id)
            .where(step_end.c.run_id == asked.run_id, step_end.c.step.in_(asked.passed),
                   or_(sender.c.scope == "run", unit.c.path.startswith(above.c.path))))
    return exists().where(wait.c.instance_id == instance.c.id, wait.c.message.in_(sent.correlate(unit)))


def timers_of(connection: Connection, run_id: str) -> list[Timer]:
    """The run's timers."""
    query = (select(timer.c.instance_id, timer.c.node, timer.c.rule, timer.c.due_at)
             .join(instance, instance.c.id == timer.c.instance_id).where(instance.c.run_id == run_id))
    return [Timer(*row) for row in connection.execute(query.order_by(timer.c.instance_id))]


def set_timer(connection: Connection, changed: Timer) -> None:
    connection.execute(update(timer).where(timer.c.instance_id == changed.instance_id, timer.c.node == changed.node)
                       .values(due_at=changed.due_at))


def disarm(connection: Connection, instance_id: str, node: str) -> None:
    """The timer stays, without a moment: it does not fire."""
    connection.execute(update(timer).where(timer.c.instance_id == instance_id, timer.c.node == node)
                       .values(due_at=None))


def timers_due(connection: Connection, now: datetime, page: int) -> list[tuple[str, str, str]]:
    """(run id, instance id, node) of timers whose moment has come, oldest first."""
    query = (select(instance.c.run_id, instance.c.id, timer.c.node)
             .join(instance, instance.c.id == timer.c.instance_id).where(timer.c.due_at <= now)
             .order_by(timer.c.due_at, timer.c.instance_id, timer.c.node).limit(page))
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def next_timer(connection: Connection) -> datetime | None:
    """The earliest moment at which a timer fires."""
    moments = select(timer.c.due_at).where(timer.c.due_at.is_not(None))
    return connection.execute(moments.order_by(timer.c.due_at).limit(1)).scalar()


def timer_stands(connection: Connection, instance_id: str, node: str, now: datetime) -> tuple[bool, bool]:
    """Whether the timer is still due, and whether it cuts off a wait (its message is then delivered)."""
    at = (timer.c.instance_id == instance_id) & (timer.c.node == node) & (timer.c.due_at <= now)
    waits = exists().where(wait.c.instance_id == instance_id, wait.c.node == node)
    row = connection.execute(select(waits).select_from(timer).where(at)).one_or_none()
    return row is not None, bool(row and row[0])
