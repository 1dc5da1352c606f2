"""Whether the database can be worked with, for the health page."""

from engine.store.database import Database
from engine.store.schema import schema_problem


def database_problem(database: Database) -> str | None:
    """What is wrong with the database, in one sentence; None when nothing is."""
    return schema_problem(database)
