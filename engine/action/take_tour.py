"""A person goes on in the introduction, skips the rest of it, or begins again."""

from datetime import datetime

from engine.store import tours
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Viewer


def take_tour(database: Database, viewer: Viewer, step: int, now: datetime) -> None:
    """`step` from 0, the beginning, to STEPS, the end; another one raises ValueError."""
    if not 0 <= step <= tours.STEPS:
        raise ValueError(step)
    with database.write() as connection:
        tours.save_step(connection, viewer.person_id, step)
        record(connection, Act("take_tour", now, viewer.person_id, detail={"step": step}))
