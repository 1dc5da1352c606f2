"""Which step of the introduction a person sees next."""

from engine.store import tours
from engine.store.database import Database
from engine.work.people import Viewer


def tour_step(database: Database, viewer: Viewer) -> int | None:
    """From 0; None once it was seen or skipped."""
    with database.read() as connection:
        step = tours.step_of(connection, viewer.person_id)
    return step if step < tours.STEPS else None
