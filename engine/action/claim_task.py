"""A person takes a task that several might do into their own hands, also from a colleague."""

from datetime import datetime

from engine.action.entering import given_back
from engine.action.handing import taken_up
from engine.action.holding import not_entered_by, seated
from engine.base.ids import IdSource
from engine.store import tasks
from engine.store.database import Database
from engine.work.people import Viewer


def claim_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, now: datetime) -> str:
    """A sentence for the person; who had it before is told. Raises NotFound, Forbidden, Conflict (changed, done)."""
    with database.write() as connection:
        handing = taken_up(connection, ids, viewer, task_id, rev, now)
        task, before = handing.task, handing.task.claimed_by
        if before == viewer.person_id:
            return f"Bạn đang giữ việc “{task.title}”."
        seated(viewer, task)
        not_entered_by(viewer, task)
        given_back(connection, task, now)
        tasks.hand(connection, task.id, viewer.person_id)
        handing.keep("take-back" if task.delegated_by == viewer.person_id else "claim", before)
        if before:
            handing.tell(before, f"{viewer.name} đã nhận về mình việc “{task.title}” mà bạn đang giữ.")
    return f"Bạn đã nhận việc “{task.title}”; đồng nghiệp thấy bạn đang giữ."
