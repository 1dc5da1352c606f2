"""Instances as rows: saved state, what they wait for, their timers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, or_, select, update

from engine.plan.step import Scope
from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import instance, timer, wait


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
    version_id: str | None = None
    """The plan version it stands on; None: the run's."""


@dataclass(frozen=True, slots=True)
class Wait:
    """An instance waits at a node for a message."""

    instance_id: str
    node: str
    message: str
    scope: Scope
    unit_id: str | None
    entry_id: str | None
    version_id: str | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A day on which the flow moves by itself; `due_at` is None while its event has no date."""

    instance_id: str
    node: str
    rule: str
    due_at: datetime | None


COLUMNS = (instance.c.id, instance.c.run_id, instance.c.scope, instance.c.unit_id, instance.c.entry_id,
           instance.c.state, instance.c.rev, instance.c.status, instance.c.version_id)


_HERE = instance.c.id == bindparam("instance_id")
_ADD = Prepared(inserting(instance, *(column.name for column in COLUMNS)))
_LOCK = Prepared(select(*COLUMNS).where(_HERE).with_for_update(key_share=True))
_SAVE = Prepared(update(instance).where(_HERE).values(
    state=bindparam("now_state"), status=bindparam("now_status"), rev=bindparam("now_rev")))
_ADD_WAIT = Prepared(inserting(wait, "instance_id", "node", "run_id", "message"))
_ADD_TIMER = Prepared(inserting(timer, "instance_id", "node", "rule", "due_at"))
_DROP_WAITS = PreparedList(lambda nodes: delete(wait).where(
    wait.c.instance_id == bindparam("instance"), wait.c.node.in_(nodes)))
_DROP_TIMERS = PreparedList(lambda nodes: delete(timer).where(
    timer.c.instance_id == bindparam("instance"), timer.c.node.in_(nodes)))
_WAITING = (select(wait.c.instance_id, wait.c.node, wait.c.message, instance.c.scope, instance.c.unit_id,
                   instance.c.entry_id, instance.c.version_id)
            .join(instance, instance.c.id == wait.c.instance_id).where(wait.c.run_id == bindparam("run"))
            .order_by(instance.c.id, wait.c.node))
_NEAR = (select(*_WAITING.selected_columns).join(instance, instance.c.id == wait.c.instance_id)
         .where(instance.c.run_id == bindparam("run"), wait.c.message == bindparam("heard"))
         .order_by(instance.c.id, wait.c.node))
_RUN_WAITING = Prepared(_NEAR.where(instance.c.scope == "run"))
_UNIT_WAITING = Prepared(_NEAR.where(
    or_(instance.c.scope == "unit", instance.c.scope == "entry"), instance.c.unit_id == bindparam("unit")))
_ANY_WAITING = Prepared(_WAITING)
_WAITING_FOR = PreparedList(lambda messages: _WAITING.where(wait.c.message.in_(messages)))
_TIMERS_DUE = Prepared(
    select(instance.c.run_id, instance.c.id, timer.c.node)
    .join(instance, instance.c.id == timer.c.instance_id).where(timer.c.due_at <= bindparam("now"))
    .order_by(timer.c.due_at, timer.c.instance_id, timer.c.node).limit(bindparam("page")))
_OF_ENTRY = Prepared(select(instance.c.id).where(instance.c.entry_id == bindparam("entry")))
_TIMERS_OF = Prepared(
    select(timer.c.instance_id, timer.c.node, timer.c.rule, timer.c.due_at)
    .join(instance, instance.c.id == timer.c.instance_id).where(instance.c.run_id == bindparam("run"))
    .order_by(timer.c.instance_id))
_SET_TIMER = Prepared(update(timer).where(timer.c.instance_id == bindparam("instance"), timer.c.node == bindparam("at"))
                      .values(due_at=bindparam("moment")))
_STANDS = Prepared(
    select(exists().where(wait.c.instance_id == timer.c.instance_id, wait.c.node == timer.c.node))
    .where(timer.c.instance_id == bindparam("instance"), timer.c.node == bindparam("at"),
           timer.c.due_at <= bindparam("now")))
_NEXT_TIMER = Prepared(select(timer.c.due_at).where(timer.c.due_at.is_not(None)).order_by(timer.c.due_at).limit(1))


def add(connection: Connection, rows: Sequence[Instance]) -> None:
    _ADD.run_each(connection, [
        {"id": i.id, "run_id": i.run_id, "scope": i.scope, "unit_id": i.unit_id, "entry_id": i.entry_id,
         "state": i.state, "rev": i.rev, "status": i.status, "version_id": i.version_id} for i in rows])


def lock(connection: Connection, instance_id: str) -> Instance:
    """The instance, held until the transaction ends."""
    found = _LOCK.first(connection, instance_id=instance_id)
    if found is None:
        raise KeyError(instance_id)
    return Instance(*found)


def of_ids(connection: Connection, ids: Iterable[str]) -> list[Instance]:
    """The instances; for who holds their run alone, so that nobody else changes them."""
    query = select(*COLUMNS).where(instance.c.id.in_(sorted(set(ids))))
    return [Instance(*row) for row in connection.execute(query)]


def of_entry(connection: Connection, entry_id: str) -> str:
    """The id of the entry's instance."""
    return str(_OF_ENTRY.scalar(connection, entry=entry_id))


def active(connection: Connection, run_id: str) -> tuple[str, ...]:
    """Ids of the instances that still wait for something."""
    query = select(instance.c.id).where(instance.c.run_id == run_id, instance.c.status == "active")
    return tuple(connection.execute(query.order_by(instance.c.id)).scalars())


def own_versions(connection: Connection, run_id: str) -> dict[str, str]:
    """Instance -> plan version, of those that do not stand on the run's."""
    query = select(instance.c.id, instance.c.version_id).where(
        instance.c.run_id == run_id, instance.c.version_id.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}


def save(connection: Connection, moved: Instance, state: bytes, status: str) -> Instance:
    """The instance as it is now."""
    after = Instance(moved.id, moved.run_id, moved.scope, moved.unit_id, moved.entry_id, state, moved.rev + 1, status,
                     moved.version_id)
    _SAVE.run(connection, instance_id=moved.id, now_state=state, now_status=status, now_rev=after.rev)
    return after


def add_waits(connection: Connection, run_id: str, waits: Iterable[Wait]) -> None:
    _ADD_WAIT.run_each(connection, [
        {"instance_id": w.instance_id, "node": w.node, "run_id": run_id, "message": w.message} for w in waits])


def add_timers(connection: Connection, timers: Iterable[Timer]) -> None:
    _ADD_TIMER.run_each(connection, [
        {"instance_id": t.instance_id, "node": t.node, "rule": t.rule, "due_at": t.due_at} for t in timers])


def drop(connection: Connection, instance_id: str, nodes: Sequence[str]) -> None:
    """Waits and timers at these nodes are over."""
    _DROP_WAITS.run(connection, nodes, instance=instance_id)
    _DROP_TIMERS.run(connection, nodes, instance=instance_id)


def waiting(connection: Connection, run_id: str, messages: Sequence[str] | None = None) -> list[Wait]:
    """Who waits in the run, for one of these messages or for any."""
    rows = _ANY_WAITING.all(connection, run=run_id) if messages is None else _WAITING_FOR.all(
        connection, messages, run=run_id)
    return [Wait(*row) for row in rows]


def waiting_near(connection: Connection, run_id: str, message: str, unit_id: str) -> list[Wait]:
    """Who waits for the message: the run's own instance, and those of the unit."""
    about = {"run": run_id, "heard": message}
    rows = [*_RUN_WAITING.all(connection, **about), *_UNIT_WAITING.all(connection, unit=unit_id, **about)]
    return sorted((Wait(*row) for row in rows), key=lambda one: (one.instance_id, one.node))


def timers_of(connection: Connection, run_id: str) -> list[Timer]:
    """The run's timers."""
    return [Timer(*row) for row in _TIMERS_OF.all(connection, run=run_id)]


def set_timer(connection: Connection, changed: Timer) -> None:
    _SET_TIMER.run(connection, instance=changed.instance_id, at=changed.node, moment=changed.due_at)


def disarm(connection: Connection, instance_id: str, node: str) -> None:
    """The timer stays, without a moment: it does not fire."""
    _SET_TIMER.run(connection, instance=instance_id, at=node, moment=None)


def timers_due(connection: Connection, now: datetime, page: int) -> list[tuple[str, str, str]]:
    """(run id, instance id, node) of timers whose moment has come, oldest first."""
    return [(row[0], row[1], row[2]) for row in _TIMERS_DUE.all(connection, now=now, page=page)]


def next_timer(connection: Connection) -> datetime | None:
    """The earliest moment at which a timer fires."""
    found: datetime | None = _NEXT_TIMER.scalar(connection)
    return found


def timer_stands(connection: Connection, instance_id: str, node: str, now: datetime) -> tuple[bool, bool]:
    """Whether the timer is still due, and whether it cuts off a wait (its message is then delivered)."""
    row = _STANDS.first(connection, instance=instance_id, at=node, now=now)
    return row is not None, bool(row and row[0])
