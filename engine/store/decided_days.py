"""A body's own decisions on single days of the calendar, as rows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.base.calendar import DayOverride
from engine.store.prepared import Prepared
from engine.store.tables import day_override, person


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """One decision: the day, what it becomes, by which document of which date; who entered it."""

    day: date
    working: bool
    source: str
    decided_on: date
    set_by: str
    set_at: datetime


_OVERRIDES = Prepared(
    select(day_override.c.day, day_override.c.working, day_override.c.source)
    .where(day_override.c.tenant_id == bindparam("tenant")).order_by(day_override.c.day))


def overrides_of(connection: Connection, tenant_id: str) -> tuple[DayOverride, ...]:
    """The tenant's decisions on single days of the calendar, by day."""
    return tuple(DayOverride(*row) for row in _OVERRIDES.all(connection, tenant=tenant_id))


def decided_days(connection: Connection, tenant_id: str) -> tuple[DecidedDay, ...]:
    """The same with who entered them, newest day first."""
    rows = connection.execute(
        select(day_override.c.day, day_override.c.working, day_override.c.source, day_override.c.decided_on,
               person.c.name, day_override.c.set_at)
        .join(person, person.c.id == day_override.c.set_by)
        .where(day_override.c.tenant_id == tenant_id).order_by(day_override.c.day.desc()))
    return tuple(DecidedDay(*row) for row in rows)


def withdraw(connection: Connection, tenant_id: str, day: date) -> bool:
    """False when there is no decision on that day."""
    gone = delete(day_override).where(day_override.c.tenant_id == tenant_id, day_override.c.day == day)
    return connection.execute(gone).rowcount > 0


def decide(connection: Connection, tenant_id: str, new: DecidedDay) -> None:
    """Keep the decision in place of an earlier one on that day; `set_by` is the id of a person here."""
    withdraw(connection, tenant_id, new.day)
    connection.execute(insert(day_override).values(
        tenant_id=tenant_id, day=new.day, working=new.working, source=new.source, decided_on=new.decided_on,
        set_by=new.set_by, set_at=new.set_at))
