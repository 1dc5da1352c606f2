"""The people a form or a vote may name: each with position and unit, those of the unit concerned first."""

from datetime import date

from sqlalchemy import Connection, and_, bindparam, select

from engine.store.prepared import Prepared
from engine.store.tables import person, position, unit
from engine.store.valid_on import valid_on
from engine.work.choices import Offered

_IN_TIME = and_(position.c.person_id == person.c.id, valid_on(position))
_PLACED = Prepared(
    select(person.c.id, person.c.name, position.c.title, unit.c.name, unit.c.id)
    .select_from(person).outerjoin(position, _IN_TIME).outerjoin(unit, unit.c.id == position.c.unit_id)
    .where(person.c.active, person.c.tenant_id == bindparam("tenant"))
    .order_by(person.c.name, person.c.id, position.c.id))


def offered_people(connection: Connection, tenant_id: str, unit_id: str, today: date) -> tuple[Offered, ...]:
    """The tenant's active persons by name; near are those who hold a position in that unit today."""
    names: dict[str, str] = {}
    places: dict[str, list[str]] = {}
    near: set[str] = set()
    for who, name, title, where, at in _PLACED.all(connection, tenant=tenant_id, today=today):
        names[who] = name
        if where:
            places.setdefault(who, []).append(f"{title}, {where}")
        if at == unit_id:
            near.add(who)
    found = [Offered(who, name, "; ".join(places.get(who, ())), who in near) for who, name in names.items()]
    return tuple(sorted(found, key=lambda one: not one.near))
