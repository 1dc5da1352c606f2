"""One file to look at: what it is, who gave it when, for which task, what lies before and after it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.report.read_file import OUTSIDE, file_seen
from engine.report.seen_task import seen_task
from engine.store import files, tasks
from engine.store.answers import name_of
from engine.store.database import Database
from engine.store.files import File
from engine.work.access import may_act
from engine.work.people import Forbidden, NotFound, Viewer
from engine.work.task import Task
from engine.work.upload import DRAWN, sent_already


@dataclass(frozen=True, slots=True)
class FilePage:
    """`by`: the name of who gave it. `number` of `of` files of the task. `drawn`: there may be a picture of it."""

    file: File
    by: str
    task: Task
    number: int
    of: int
    before: str | None
    after: str | None

    @property
    def drawn(self) -> bool:
        return self.file.media_type in DRAWN


def file_page(database: Database, viewer: Viewer, file_id: str) -> FilePage:
    """Raises NotFound, Forbidden as the file itself does."""
    with database.read() as connection:
        return page_of(connection, viewer, file_seen(connection, viewer, file_id))


def file_to_remove(database: Database, viewer: Viewer, task_id: str, file_id: str) -> tuple[FilePage, bool]:
    """The file, and whether it belongs to this very task; else it was sent in an earlier round and stays there.

    Raises NotFound, Forbidden (not the viewer's task), Conflict (sent already).
    """
    with database.read() as connection:
        task = seen_task(connection, viewer, task_id).task
        file = file_seen(connection, viewer, file_id)
        own = file.task_id == task.id
        if own and files.was_sent(connection, file_id):
            raise sent_already(file.name)
        if may_act(viewer, task) is None:
            raise Forbidden(f"Việc “{task.title}” do người khác thực hiện; bạn xem được tệp nhưng không gỡ được.")
        return page_of(connection, viewer, file), own


def page_of(connection: Connection, viewer: Viewer, file: File) -> FilePage:
    """The same for a file that the viewer may read."""
    task = tasks.get(connection, viewer.tenant_id, file.task_id)
    if task is None:
        raise NotFound(OUTSIDE)
    ids = files.ids_of_task(connection, file.task_id)
    at = ids.index(file.id)
    return FilePage(file, name_of(connection, file.by), task, at + 1, len(ids), ids[at - 1] if at else None,
                    ids[at + 1] if at + 1 < len(ids) else None)
