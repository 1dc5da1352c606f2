"""A person pauses, continues or stops a command for several tasks; what is done stays done."""

from collections.abc import Mapping

from engine.store import bulk
from engine.store.database import Database
from engine.work.bulk import BulkStatus
from engine.work.people import NotFound, Viewer

_FROM: Mapping[BulkStatus, tuple[BulkStatus, ...]] = {
    "paused": ("running",), "running": ("paused",), "stopped": ("running", "paused")}


def turn_bulk(database: Database, viewer: Viewer, bulk_id: str, status: BulkStatus) -> bool:
    """False when it has come to its end already. Raises NotFound for somebody else's."""
    with database.write() as connection:
        if bulk.get(connection, bulk_id, viewer.person_id) is None:
            raise NotFound("Không thấy lần làm nhiều việc này trong phạm vi của bạn.")
        return bulk.set_status(connection, bulk_id, status, _FROM.get(status, ()))
