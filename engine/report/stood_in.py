"""For whom somebody acted: the record names nobody, the absences of that day do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.base.clock import local_day
from engine.store.tables import absence, person, position, substitution, unit
from engine.work.people import Held, InsteadOf, acts_for, nameless

Kept = tuple[int, str | None, str, datetime]
"""A row of the record: its number, the person, the capacity, the moment."""


def said_capacities(connection: Connection, kept: Iterable[Kept]) -> dict[int, str]:
    """Number -> the capacity with the name of the absent person. One question, none where nobody acted for another."""
    rows = list(kept)
    asked = {row[1] for row in rows if row[1] and acts_for(row[2])}
    stood = connection.execute(
        select(substitution.c.person_id.label("by"), substitution.c.manner, absence, person.c.name, position.c.role,
               position.c.title, unit.c.name.label("unit_name"))
        .select_from(substitution).join(absence, absence.c.id == substitution.c.absence_id)
        .join(person, person.c.id == absence.c.person_id).join(position, position.c.id == substitution.c.position_id)
        .join(unit, unit.c.id == position.c.unit_id).where(substitution.c.person_id.in_(asked))).all() if asked else []
    found = {row[0]: row[2] for row in rows}
    for number, by, capacity, at in rows:
        for one in stood:
            if (one.by == by and one.made_at <= at and (one.ended_at is None or at <= one.ended_at)
                    and one.first_day <= local_day(at) <= one.last_day):
                away = InsteadOf(one.person_id, one.name, one.manner, one.last_day)
                found[number] = next((said for said in _written(one, away) if nameless(said) == capacity),
                                     found[number])
    return found


def _written(one: Any, away: InsteadOf) -> Iterable[str]:
    """The capacity in either style: the kind of a unit may have been told apart later than somebody acted for it."""
    return (Held("", "", one.unit_name, "", one.role, one.title, style, away).capacity for style in ("state", "party"))
