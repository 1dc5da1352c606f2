"""Who sits where, as rows: the persons behind a role on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, null, select, union_all

from engine.plan.model import Plan
from engine.store import units
from engine.store.prepared import Prepared, PreparedList
from engine.store.tables import absence, person, person_choice, position, substitution
from engine.store.valid_on import away_on, valid_on
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
_IN_TIME = (position.c.unit_id == bindparam("at_unit"), valid_on(position))
_AWAY = exists(select(absence.c.id).where(absence.c.person_id == person.c.id, away_on()))
_HELD = select(position.c.person_id).where(*_IN_TIME)
_MEANWHILE = (
    select(substitution.c.person_id).join(absence, absence.c.id == substitution.c.absence_id)
    .join(position, position.c.id == substitution.c.position_id)
    .where(position.c.person_id == absence.c.person_id, *_IN_TIME, away_on()))
_SITTING = select(*_COLUMNS, _AWAY).where(person.c.active).order_by(person.c.name, person.c.id)
_PEOPLE_OF = Prepared(_ACTIVE.where(person.c.tenant_id == bindparam("tenant")))
_NAMED = PreparedList(lambda ids: _ACTIVE.where(person.c.id.in_(ids)))
_BELONGING = Prepared(select(person.c.id).where(person.c.active, person.c.id.in_(union_all(_HELD, _MEANWHILE))))
_IN_UNIT = Prepared(_SITTING.where(person.c.id.in_(union_all(_HELD, _MEANWHILE))))
_IN_UNITS = PreparedList(lambda ids: _ACTIVE.where(person.c.id.in_(
    select(position.c.person_id).where(position.c.unit_id.in_(ids), valid_on(position)))))
_IN_POSITIONS = PreparedList(lambda codes: _SITTING.where(person.c.id.in_(union_all(
    _HELD.where(position.c.role.in_(codes)), _MEANWHILE.where(position.c.role.in_(codes))))))


def holders(connection: Connection, seats: Iterable[Seat], today: date) -> dict[Seat, tuple[Holder, ...]]:
    """Who sits in each seat that day, by name: active persons who are there, and substitutes of those who are away.

    Where nobody is there, those who are away: a task always has somebody. Chosen members are who they are.
    """
    found = {}
    for seat in dict.fromkeys(seats):
        found[seat] = tuple(Holder(*row) for row in _sitting(connection, seat, today))
    return found


def belonging(connection: Connection, unit_id: str, today: date) -> frozenset[str]:
    """The persons who hold a position in the unit that day, for themselves or meanwhile, whether they are there or not.
    """
    return frozenset(_BELONGING.column(connection, at_unit=unit_id, today=today))


def overseeing(connection: Connection, tenant_id: str, plan: Plan) -> tuple[Seat, ...]:
    """The seats from which everything of a run of the plan may be seen."""
    return overseers(plan, units.ids_of(connection, tenant_id, plan.unit_codes))


def overseeing_matter(connection: Connection, tenant_id: str, plan: Plan, unit_id: str) -> tuple[Seat, ...]:
    """The seats from which a matter of that unit may be seen: those that see the whole run, and those just above it."""
    whole = overseeing(connection, tenant_id, plan)
    if not any(role.kind == "near" and role.reads_all for role in plan.roles.values()):
        return whole
    return (*whole, *seats_over(plan, units.tree_of(connection, tenant_id), unit_id))


def holders_in(connection: Connection, unit_ids: Iterable[str], today: date) -> list[str]:
    """The ids of the active persons who hold any position in one of the units that day."""
    return [row[0] for row in _IN_UNITS.all(connection, sorted(unit_ids), today=today)]


def people_of(connection: Connection, tenant_id: str) -> list[Holder]:
    """The tenant's active persons, by name."""
    return [Holder(*row) for row in _PEOPLE_OF.all(connection, tenant=tenant_id)]


def _sitting(connection: Connection, seat: Seat, today: date) -> list[tuple[Any, ...]]:
    if seat.unit_id is None:
        return sorted(_NAMED.all(connection, seat.members), key=lambda row: (row[1], row[0]))
    about = {"at_unit": seat.unit_id, "today": today}
    found = _IN_POSITIONS.all(connection, seat.positions, **about) if seat.positions else _IN_UNIT.all(
        connection, **about)
    there = [row for row in found if not row[3]]
    return [row[:3] for row in there or found]
