"""Who sits where, as rows: the persons behind a role on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from engine.plan.model import Plan
from engine.store import units
from engine.store.tables import person, position
from engine.work.lead import seats_over
from engine.work.seat import Seat, overseers


@dataclass(frozen=True, slots=True)
class Holder:
    """A person to whom something can be told."""

    id: str
    name: str
    email: str | None


_COLUMNS = (person.c.id, person.c.name, person.c.email)


def holders(connection: Connection, seats: Iterable[Seat], today: date) -> dict[Seat, tuple[Holder, ...]]:
    """Who sits in each seat that day: active persons, by name."""
    found = {}
    for seat in dict.fromkeys(seats):
        query = select(*_COLUMNS).where(person.c.active, _sits(seat, today)).order_by(person.c.name, person.c.id)
        found[seat] = tuple(Holder(*row) for row in connection.execute(query))
    return found


def overseeing(connection: Connection, tenant_id: str, plan: Plan) -> tuple[Seat, ...]:
    """The seats from which everything of a run of the plan may be seen."""
    return overseers(plan, units.ids_of(connection, tenant_id, plan.unit_codes))


def overseeing_matter(connection: Connection, tenant_id: str, plan: Plan, unit_id: str) -> tuple[Seat, ...]:
    """The seats from which a matter of that unit may be seen: those that see the whole run, and those just above it."""
    whole = overseeing(connection, tenant_id, plan)
    if not any(role.kind == "near" and role.reads_all for role in plan.roles.values()):
        return whole
    return (*whole, *seats_over(plan, units.tree_of(connection, tenant_id), unit_id))


def people_of(connection: Connection, tenant_id: str) -> list[Holder]:
    """The tenant's active persons, by name."""
    query = select(*_COLUMNS).where(person.c.tenant_id == tenant_id, person.c.active)
    return [Holder(*row) for row in connection.execute(query.order_by(person.c.name, person.c.id))]


def _sits(seat: Seat, today: date) -> ColumnElement[bool]:
    if seat.unit_id is None:
        return person.c.id.in_(seat.members)
    begun = or_(position.c.valid_from.is_(None), position.c.valid_from <= today)
    not_ended = or_(position.c.valid_to.is_(None), position.c.valid_to >= today)
    held = select(position.c.person_id).where(position.c.unit_id == seat.unit_id, begun, not_ended)
    return person.c.id.in_(held.where(position.c.role.in_(seat.positions)) if seat.positions else held)
