"""Positions: who holds what in which unit, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from engine.store.tables import person, position, unit


@dataclass(frozen=True, slots=True)
class Position:
    """One position; both days are included, None is open."""

    id: str
    person_id: str
    unit_id: str
    role: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A position with the unit in which it is held."""

    position: Position
    unit_name: str
    unit_path: str

    @property
    def words(self) -> str:
        """As shown: 'Chủ tịch, UBND phường'."""
        return f"{self.position.title}, {self.unit_name}"


_COLUMNS = tuple(position.c[name] for name in Position.__slots__)


def positions_in(connection: Connection, tenant_id: str, from_day: date) -> tuple[Position, ...]:
    """Positions of the tenant's people that have not ended before that day."""
    last = position.c.valid_to.is_(None) | (position.c.valid_to >= from_day)
    rows = connection.execute(
        select(*_COLUMNS).join(person, person.c.id == position.c.person_id)
        .where(person.c.tenant_id == tenant_id, last).order_by(position.c.id))
    return tuple(Position(*row) for row in rows)


def held_by(connection: Connection, person_ids: Iterable[str], from_day: date) -> list[Placed]:
    """Positions of those persons that have not ended before that day."""
    last = position.c.valid_to.is_(None) | (position.c.valid_to >= from_day)
    rows = connection.execute(
        select(*_COLUMNS, unit.c.name.label("unit_name"), unit.c.path).join(unit, unit.c.id == position.c.unit_id)
        .where(position.c.person_id.in_(sorted(person_ids)), last).order_by(position.c.id))
    return [Placed(Position(*row[:7]), row.unit_name, row.path) for row in rows]


def add_positions(connection: Connection, new: Iterable[Position]) -> None:
    rows = [{name: getattr(p, name) for name in Position.__slots__} for p in new]
    if rows:
        connection.execute(insert(position), rows)


def save_position(connection: Connection, changed: Position) -> None:
    values = {name: getattr(changed, name) for name in Position.__slots__}
    connection.execute(update(position).where(position.c.id == changed.id).values(values))
