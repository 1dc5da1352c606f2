"""What would pass from a person who leaves to the one who follows, before anything is done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.store.database import Database
from engine.store.handovers import handover_of, pair_of
from engine.store.positions import held_by
from engine.store.tables import person
from engine.work.handover import HandOver
from engine.work.people import Forbidden, Viewer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the tenant: login, and name with the first position."""

    login: str
    words: str


def handover_preview(database: Database, viewer: Viewer, old: str, new: str, today: date) -> HandOver:
    """Raises Forbidden, NotFound, Conflict as `pair_of`."""
    with database.read() as connection:
        return handover_of(connection, *pair_of(connection, viewer, old, new), today)


def handover_people(database: Database, viewer: Viewer, today: date) -> tuple[Candidate, ...]:
    """Everybody with an open account, by name. Raises Forbidden for who does not administer."""
    if not viewer.administrator:
        raise Forbidden("Chỉ người quản trị bàn giao tài khoản; hãy nhờ người quản trị.")
    with database.read() as connection:
        rows = connection.execute(
            select(person.c.id, person.c.login, person.c.name)
            .where(person.c.tenant_id == viewer.tenant_id, person.c.active).order_by(person.c.name, person.c.id)).all()
        held = {one.position.person_id: one.words for one in reversed(held_by(
            connection, [row.id for row in rows], today))}
    return tuple(Candidate(row.login, f"{row.name} — {held[row.id]}" if row.id in held else row.name) for row in rows)
