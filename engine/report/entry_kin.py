"""The same initiative in other years: what an entry continues, and what continues it."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from engine.store.tables import entry, run
from engine.work.entry import Entry


@dataclass(frozen=True, slots=True)
class Kin:
    """An entry of another year; `later`: it goes on with this one."""

    id: str
    name: str
    year: int
    later: bool


def kin_of(connection: Connection, found: Entry) -> tuple[Kin, ...]:
    """From early to late; withdrawn ones are left out."""
    linked = or_(entry.c.id == found.continues, entry.c.continues_id == found.id)
    rows = connection.execute(
        select(entry.c.id, entry.c.name, run.c.year).join(run, run.c.id == entry.c.run_id)
        .where(linked, entry.c.status != "withdrawn").order_by(run.c.year, entry.c.id))
    return tuple(Kin(row.id, row.name, row.year, row.id != found.continues) for row in rows)
