"""A person says something about a task that he or she may see."""

from datetime import datetime

from engine.action.commenting import Saying, say
from engine.base.ids import IdSource
from engine.store.database import Database
from engine.work.people import Viewer


def add_comment(database: Database, ids: IdSource, viewer: Viewer, task_id: str, text: str, now: datetime) -> str:
    """The comment's id. Raises NotFound, Forbidden (may not see it), FormRefused (empty or too long a text)."""
    with database.write() as connection:
        return say(connection, ids, viewer, Saying(task_id, text), now).comment.id
