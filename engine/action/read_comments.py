"""A person has looked at what is said about a task."""

from datetime import datetime

from engine.store import comments
from engine.store.database import Database
from engine.work.people import Viewer


def read_comments(database: Database, viewer: Viewer, task_id: str, now: datetime) -> None:
    """Writes only when there was something unread; the caller has shown the task to the viewer."""
    with database.read() as connection:
        if not comments.unread_of(connection, viewer.person_id, task_id):
            return
    with database.write() as connection:
        comments.read_until(connection, viewer.person_id, task_id, now)
