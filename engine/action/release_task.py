"""A person lets go of a task, so that colleagues may take it; who passed it on hears of it."""

from datetime import datetime

from engine.action.entering import given_back
from engine.action.handing import taken_up, word_of
from engine.base.ids import IdSource
from engine.store import tasks
from engine.store.database import Database
from engine.work.people import Conflict, Viewer


def release_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, word: str | None,
                 now: datetime) -> str:
    """A sentence for the person. Raises NotFound, Forbidden, Conflict (not in the viewer's hands), FormRefused."""
    said = word_of(word, "loi_nhan")
    with database.write() as connection:
        handing = taken_up(connection, ids, viewer, task_id, rev, now)
        task = handing.task
        if task.claimed_by != viewer.person_id:
            raise Conflict(f"Bạn không giữ việc “{task.title}” nên không thả được; "
                           "tải lại trang để xem ai đang giữ.")
        given_back(connection, task, now)
        tasks.hand(connection, task.id, None)
        handing.keep("release", task.delegated_by, said)
        if task.delegated_by:
            why = f": {said}" if said else ""
            handing.tell(task.delegated_by, f"{viewer.name} đã thả lại việc “{task.title}” mà bạn chuyển{why}.")
    return f"Bạn đã thả việc “{task.title}”; người cùng đơn vị nhận được."
