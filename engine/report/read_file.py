"""A stored file for who may see the matter it belongs to."""

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection

from engine.report.opinions import hidden_opinions
from engine.report.seen_task import task_there
from engine.store import files, tasks
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.files import File
from engine.store.previews import LARGE, SMALL, preview
from engine.work.access import may_act, may_see
from engine.work.people import Forbidden, NotFound, Viewer

OUTSIDE = "Không thấy tệp này trong phạm vi của bạn."


@dataclass(frozen=True, slots=True)
class OpenFile:
    """To be sent as a download, never shown in place. The receiver closes `content`; `size` in bytes."""

    name: str
    media_type: str
    size: int
    digest: str
    content: BinaryIO


def read_file(database: Database, blobs: BlobStore, viewer: Viewer, file_id: str) -> OpenFile:
    """Raises as file_seen."""
    with database.read() as connection:
        found = file_seen(connection, viewer, file_id)
    return OpenFile(found.name, found.media_type, found.size, found.digest, blobs.open(found.digest))


def read_preview(
        database: Database, blobs: BlobStore, viewer: Viewer, file_id: str, large: bool = False) -> BinaryIO | None:
    """A small picture of the file, WebP, for who may read the file itself; None where none can be drawn.

    Raises as file_seen. The receiver closes it.
    """
    with database.read() as connection:
        found = file_seen(connection, viewer, file_id)
    return preview(blobs, found.digest, found.media_type, LARGE if large else SMALL)


def file_seen(connection: Connection, viewer: Viewer, file_id: str) -> File:
    """Raises NotFound outside the tenant or when removed, Forbidden for who sees no task of the matter."""
    found = files.get(connection, viewer.tenant_id, file_id)
    if found is None:
        raise NotFound(OUTSIDE)
    if not _may_read(connection, viewer, found.task_id):
        raise Forbidden("Tệp này thuộc việc của đơn vị khác; bạn cần giữ vai trò trong đợt để xem.")
    state = files.state_of(connection, found.id)
    if state == "aside" or state == "draft" and not _may_do(connection, viewer, found.task_id):
        raise Forbidden("Tệp này thuộc bản nháp chưa gửi, chỉ người đang làm việc ấy xem được; gửi rồi thì tệp nằm ở "
                        "mục Tài liệu của việc.")
    return found


def _may_do(connection: Connection, viewer: Viewer, task_id: str) -> bool:
    found = tasks.get(connection, viewer.tenant_id, task_id)
    return found is not None and may_act(viewer, found) is not None


def _may_read(connection: Connection, viewer: Viewer, task_id: str) -> bool:
    """Who may see a task of the file's step, or acts on another task of the same matter: a reviewer, a member."""
    seen = task_there(connection, viewer, task_id)
    if seen is None:
        return False
    if seen.task.act == "opine" and task_id in hidden_opinions(connection, viewer, seen):
        return False
    if may_see(viewer, seen.task, seen.seats):
        return True
    others = tasks.of_instance(connection, seen.task.instance_id)
    return any(may_act(viewer, one) or (one.step == seen.task.step and may_see(viewer, one, seen.seats))
               for one in others)
