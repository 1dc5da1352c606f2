"""A person takes a file out of a task that was not sent yet."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import right_to, still_open, task_seen
from engine.store import files, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.files import File
from engine.work.people import NotFound, Viewer
from engine.work.task import Task
from engine.work.upload import sent_already


def remove_file(database: Database, viewer: Viewer, task_id: str, file_id: str, now: datetime) -> str:
    """The file's name. A file of an earlier round stays with what was sent then; only the draft lets it go.

    Raises NotFound, Forbidden (not the viewer's task), Conflict (sent already, or the task is closed).
    """
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id, lock=True)
        held = right_to(viewer, task)
        file = files.get(connection, viewer.tenant_id, file_id)
        if file is None or not _within_sight(connection, task, file):
            raise NotFound("Không thấy tệp này trong phạm vi của bạn.")
        own = file.task_id == task.id
        if own and files.was_sent(connection, file.id):
            raise sent_already(file.name)
        still_open(connection, task)
        if own:
            files.mark_removed(connection, file.id, now)
            record(connection, Act("remove_file", now, viewer.person_id, held.capacity, file.id,
                                   detail={"task": task.id}, run_id=task.run_id))
    return file.name


def _within_sight(connection: Connection, task: Task, file: File) -> bool:
    """Not of a draft that lies aside, nor of another matter; of an earlier task of this one what was sent."""
    state = files.state_of(connection, file.id)
    if file.task_id == task.id:
        return state != "aside"
    before = tasks.get(connection, task.tenant_id, file.task_id)
    return state == "sent" and before is not None and before.instance_id == task.instance_id
