"""Runs as rows: a plan version at work for one year, its events and its chosen members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, bindparam, delete, insert, select, update

from engine.store.once import insert_once
from engine.store.prepared import Prepared, PreparedList
from engine.store.tables import event, run, run_member


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `status`: prepared | running | closed."""

    id: str
    tenant_id: str
    version_id: str
    plan: str
    name: str
    short: str
    year: int
    status: str
    published_at: datetime | None = None
    mixed: bool = False
    """Some instance may stand on another version than the run's."""


COLUMNS: tuple[Column[Any], ...] = (
    run.c.id, run.c.tenant_id, run.c.version_id, run.c.plan, run.c.name, run.c.short, run.c.year, run.c.status,
    run.c.published_at, run.c.mixed)


_ONE = select(*COLUMNS).where(run.c.id == bindparam("run_id"))
# No lock of kheo keeps rows out that merely refer to the row: else whoever writes a notice about a task held would wait
# for the run, and whoever holds the run for the task.
_OF_ID, _GET = Prepared(_ONE), Prepared(_ONE.where(run.c.tenant_id == bindparam("tenant")))
_LOCK, _SHARE = Prepared(_ONE.with_for_update(key_share=True)), Prepared(_ONE.with_for_update(read=True))
_EVENTS = PreparedList(lambda ids: select(
    event.c.run_id, event.c.name, event.c.planned_on, event.c.actual_on).where(event.c.run_id.in_(ids)))
_HELD = Prepared(select(event.c.name).where(event.c.run_id == bindparam("run_id"), event.c.actual_on.is_not(None))
                 .order_by(event.c.name))
_MEMBERS = Prepared(select(run_member.c.role, run_member.c.person_id).where(run_member.c.run_id == bindparam("run_id"))
                    .order_by(run_member.c.role, run_member.c.person_id))


def add(connection: Connection, new: Run, now: datetime) -> bool:
    """False when the tenant has a run of that plan and year already."""
    return insert_once(connection, run, [{
        "id": new.id, "tenant_id": new.tenant_id, "version_id": new.version_id, "plan": new.plan, "name": new.name,
        "short": new.short, "year": new.year, "status": new.status, "prepared_at": now}])[0]


def get(connection: Connection, tenant_id: str, run_id: str) -> Run | None:
    """The run, if it is the tenant's."""
    row = _GET.first(connection, run_id=run_id, tenant=tenant_id)
    return Run(*row) if row else None


def of_ids(connection: Connection, tenant_id: str, run_ids: Iterable[str]) -> tuple[Run, ...]:
    """Those of the runs that are the tenant's, by id."""
    query = select(*COLUMNS).where(run.c.tenant_id == tenant_id, run.c.id.in_(sorted(run_ids))).order_by(run.c.id)
    return tuple(Run(*row) for row in connection.execute(query))


def of_id(connection: Connection, run_id: str) -> Run:
    """The run, for what the engine does by itself; a person's question goes through `get`."""
    return _found(run_id, _OF_ID.first(connection, run_id=run_id))


def lock(connection: Connection, run_id: str, exclusive: bool) -> Run:
    """The run, held until the transaction ends: alone, or together with others who hold it shared.

    Who may speak to other instances of the run holds it alone, so that counting and routing see everything.
    """
    return _found(run_id, (_LOCK if exclusive else _SHARE).first(connection, run_id=run_id))


def of_year(connection: Connection, tenant_id: str, year: int) -> tuple[Run, ...]:
    """The tenant's runs of that year, in the order in which they were prepared."""
    query = select(*COLUMNS).where(run.c.tenant_id == tenant_id, run.c.year == year).order_by(run.c.prepared_at)
    return tuple(Run(*row) for row in connection.execute(query))


def open_of(connection: Connection, tenant_id: str, lock: bool) -> tuple[Run, ...]:
    """The tenant's runs that are not closed, by id; each held alone when `lock`."""
    query = select(*COLUMNS).where(run.c.tenant_id == tenant_id, run.c.status != "closed").order_by(run.c.id)
    return tuple(Run(*row) for row in connection.execute(query.with_for_update(key_share=True) if lock else query))


def publish(connection: Connection, run_id: str, now: datetime) -> None:
    connection.execute(update(run).where(run.c.id == run_id).values(status="running", published_at=now))


def close(connection: Connection, run_id: str, now: datetime) -> None:
    connection.execute(update(run).where(run.c.id == run_id).values(status="closed", closed_at=now))


def events_of(connection: Connection, run_id: str) -> dict[str, date]:
    """Event name as the plan writes it -> the day it took place or is planned for; undated ones are left out."""
    return events_of_runs(connection, (run_id,))[run_id]


def events_of_runs(connection: Connection, run_ids: Iterable[str]) -> dict[str, dict[str, date]]:
    """The same of several runs, by run."""
    ids = sorted(run_ids)
    found: dict[str, dict[str, date]] = {one: {} for one in ids}
    for run_id, name, planned_on, actual_on in _EVENTS.all(connection, ids):
        if day := actual_on or planned_on:
            found[run_id][name] = day
    return found


def add_events(connection: Connection, run_id: str, days: Mapping[str, date | None]) -> None:
    if days:
        connection.execute(insert(event), [{"run_id": run_id, "name": n, "planned_on": d} for n, d in days.items()])


def set_event(connection: Connection, run_id: str, name: str, day: date, by: str | None, now: datetime) -> None:
    """The event's planned day; the event's row is made if the run has none."""
    insert_once(connection, event, [{"run_id": run_id, "name": name}])
    connection.execute(update(event).where(event.c.run_id == run_id, event.c.name == name)
                       .values(planned_on=day, set_by=by, set_at=now))


def hold_event(connection: Connection, run_id: str, name: str, day: date, by: str | None, now: datetime) -> None:
    """The day on which the event took place; the planned day stays."""
    insert_once(connection, event, [{"run_id": run_id, "name": name}])
    connection.execute(update(event).where(event.c.run_id == run_id, event.c.name == name)
                       .values(actual_on=day, set_by=by, set_at=now))


def events_there(connection: Connection, run_id: str) -> tuple[str, ...]:
    """Names of the events that have a row, dated or not."""
    return tuple(connection.execute(select(event.c.name).where(event.c.run_id == run_id)).scalars())


def held_events(connection: Connection, run_id: str) -> tuple[str, ...]:
    """Names of the events that have taken place."""
    return tuple(_HELD.column(connection, run_id=run_id))


def members_of(connection: Connection, run_id: str) -> dict[str, tuple[str, ...]]:
    """Folded role name -> chosen persons."""
    return _by_role(_MEMBERS.all(connection, run_id=run_id))


def members_of_all(connection: Connection, run_ids: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Run -> the same; one query for all."""
    found: dict[str, list[tuple[Any, ...]]] = {run_id: [] for run_id in run_ids}
    rows = connection.execute(
        select(run_member.c.run_id, run_member.c.role, run_member.c.person_id)
        .where(run_member.c.run_id.in_(sorted(found))).order_by(run_member.c.role, run_member.c.person_id))
    for run_id, *row in rows:
        found[run_id].append(tuple(row))
    return {run_id: _by_role(each) for run_id, each in found.items()}


def _by_role(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for role, person_id in rows:
        found[role] = (*found.get(role, ()), person_id)
    return found


def set_members(connection: Connection, run_id: str, role: str, persons: Iterable[str]) -> None:
    """The chosen persons of a role (folded name), instead of those chosen before."""
    connection.execute(delete(run_member).where(run_member.c.run_id == run_id, run_member.c.role == role))
    rows = [{"run_id": run_id, "role": role, "person_id": person} for person in dict.fromkeys(persons)]
    if rows:
        connection.execute(insert(run_member), rows)


def _found(run_id: str, row: tuple[Any, ...] | None) -> Run:
    if row is None:
        raise KeyError(run_id)
    return Run(*row)
