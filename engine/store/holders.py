"""Who sits where, as rows: the persons behind a role on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, null, or_, select

from engine.plan.model import Plan
from engine.store import units
from engine.store.prepared import Prepared, PreparedList
from engine.store.tables import person, person_choice, position
from engine.work.lead import seats_over
from engine.work.seat import Seat, overseers


@dataclass(frozen=True, slots=True)
class Holder:
    """A person to whom something can be told; no `email` where there is none or letters are switched off."""

    id: str
    name: str
    email: str | None


_NO_LETTERS = exists(select(person_choice.c.person_id).where(
    person_choice.c.person_id == person.c.id, person_choice.c.name == "thư", person_choice.c.value == "tắt"))
_COLUMNS = (person.c.id, person.c.name, case((_NO_LETTERS, null()), else_=person.c.email))
_ACTIVE = select(*_COLUMNS).where(person.c.active).order_by(person.c.name, person.c.id)
_HELD = select(position.c.person_id).where(
    position.c.unit_id == bindparam("at_unit"),
    or_(position.c.valid_from.is_(None), position.c.valid_from <= bindparam("today")),
    or_(position.c.valid_to.is_(None), position.c.valid_to >= bindparam("today")))
_PEOPLE_OF = Prepared(_ACTIVE.where(person.c.tenant_id == bindparam("tenant")))
_NAMED = PreparedList(lambda ids: _ACTIVE.where(person.c.id.in_(ids)))
_IN_UNIT = Prepared(_ACTIVE.where(person.c.id.in_(_HELD)))
_IN_POSITIONS = PreparedList(lambda codes: _ACTIVE.where(person.c.id.in_(_HELD.where(position.c.role.in_(codes)))))


def holders(connection: Connection, seats: Iterable[Seat], today: date) -> dict[Seat, tuple[Holder, ...]]:
    """Who sits in each seat that day: active persons, by name."""
    found = {}
    for seat in dict.fromkeys(seats):
        found[seat] = tuple(Holder(*row) for row in _sitting(connection, seat, today))
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
    return [Holder(*row) for row in _PEOPLE_OF.all(connection, tenant=tenant_id)]


def _sitting(connection: Connection, seat: Seat, today: date) -> list[tuple[Any, ...]]:
    if seat.unit_id is None:
        return sorted(_NAMED.all(connection, seat.members), key=lambda row: (row[1], row[0]))
    about = {"at_unit": seat.unit_id, "today": today}
    if not seat.positions:
        return _IN_UNIT.all(connection, **about)
    return _IN_POSITIONS.all(connection, seat.positions, **about)
