"""What the audit tells beside its list."""

from datetime import datetime

from sqlalchemy import func, select

from engine.store.database import Database
from engine.store.tables import audit


def last_moment(database: Database) -> datetime | None:
    """When something last happened; None in a new installation."""
    with database.read() as connection:
        return connection.execute(select(func.max(audit.c.at))).scalar()
