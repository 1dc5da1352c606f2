"""How far each person came in the introduction; no row: it has not begun."""

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.prepared import Prepared
from engine.store.tables import tour

STEPS = 3
"""Whoever came this far, or skipped the rest, has seen it."""

_STEP = Prepared(select(tour.c.step).where(tour.c.person_id == bindparam("person_id")))


def step_of(connection: Connection, person_id: str) -> int:
    row = _STEP.first(connection, person_id=person_id)
    return int(row[0]) if row else 0


def save_step(connection: Connection, person_id: str, step: int) -> None:
    moved = connection.execute(update(tour).where(tour.c.person_id == person_id).values(step=step)).rowcount
    if not moved:
        connection.execute(insert(tour).values(person_id=person_id, step=step))
