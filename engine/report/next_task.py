"""Where a person who has just sent a task goes on."""

from engine.store.database import Database
from engine.store.offered import next_for
from engine.work.people import Viewer


def next_task(database: Database, viewer: Viewer) -> str | None:
    """The id of the open task that the viewer should turn to next; None when there is none."""
    with database.read() as connection:
        return next_for(connection, viewer)
