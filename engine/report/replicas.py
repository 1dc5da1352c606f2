"""Where an initiative comes from when it replicates another, and who has replicated it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from engine.plan.measure import Register
from engine.store.tables import entry, run, unit
from engine.work.entry import Entry


@dataclass(frozen=True, slots=True)
class Replica:
    """The other initiative; `origin`: this one replicates it, else it replicates this one."""

    id: str
    name: str
    unit: str
    year: int
    origin: bool


def replicas_of(connection: Connection, register: Register, tenant_id: str, found: Entry) -> tuple[Replica, ...]:
    """The origin first, then the replications from early to late; withdrawn ones are left out."""
    if register.origin is None:
        return ()
    named = f'"{register.origin}": "{found.id}"'
    return (*_read(connection, tenant_id, entry.c.id == str(found.data.get(register.origin)), True),
            *_read(connection, tenant_id, entry.c.data.contains(named, autoescape=True), False))


def _read(connection: Connection, tenant_id: str, which: ColumnElement[bool], origin: bool) -> tuple[Replica, ...]:
    rows = connection.execute(
        select(entry.c.id, entry.c.name, unit.c.name.label("unit"), run.c.year)
        .join(run, run.c.id == entry.c.run_id).join(unit, unit.c.id == entry.c.unit_id)
        .where(run.c.tenant_id == tenant_id, which, entry.c.status != "withdrawn").order_by(run.c.year, entry.c.id))
    return tuple(Replica(row.id, row.name, row.unit, row.year, origin) for row in rows)
