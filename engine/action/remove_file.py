"""A person takes a file out of a task that was not sent yet."""

from datetime import datetime

from engine.action.holding import right_to, still_open, task_seen
from engine.store import files
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import NotFound, Viewer
from engine.work.upload import sent_already


def remove_file(database: Database, viewer: Viewer, task_id: str, file_id: str, now: datetime) -> str:
    """The file's name. A file of an earlier round stays with what was sent then; only the draft lets it go.

    Raises NotFound, Forbidden (not the viewer's task), Conflict (sent already, or the task is closed).
    """
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id, lock=True)
        held = right_to(viewer, task)
        file = files.get(connection, viewer.tenant_id, file_id)
        if file is None or task.behalf_unit_id and file.by != viewer.person_id:
            raise NotFound("Không thấy tệp này trong phạm vi của bạn.")
        if file.task_id == task.id and files.was_sent(connection, file.id):
            raise sent_already(file.name)
        still_open(connection, task)
        if file.task_id == task.id:
            files.mark_removed(connection, file.id, now)
            record(connection, Act("remove_file", now, viewer.person_id, held.capacity, file.id,
                                   detail={"task": task.id}, run_id=task.run_id))
    return file.name
