"""What is known of an installation as a whole: its name, whether somebody can administer it."""

from sqlalchemy import exists, select

from engine.store.database import Database
from engine.store.tables import person
from engine.store.units import roots


def installation_name(database: Database) -> str:
    """The names of the bodies it serves; empty before there is one."""
    with database.read() as connection:
        return " · ".join(root.name for root in roots(connection))


def has_administrator(database: Database) -> bool:
    """Whether somebody can administer it now."""
    with database.read() as connection:
        return bool(connection.execute(select(exists().where(person.c.administrator, person.c.active))).scalar_one())
