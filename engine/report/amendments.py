"""The amendments of a run: what is waiting for approval, what is under way, what was applied or taken back."""

from engine.store import amendments
from engine.store.database import Database
from engine.work.people import NotFound, Viewer

_STATES = ("waiting", "moved", "kept", "overtaken", "started")


def amendment_progress(database: Database, viewer: Viewer, amendment_id: str) -> dict[str, int]:
    """How many instances are waiting, moved, kept, overtaken, started. Raises NotFound."""
    with database.read() as connection:
        if amendments.get(connection, viewer.tenant_id, amendment_id) is None:
            raise NotFound("Không thấy bản sửa kế hoạch này trong phạm vi của bạn.")
        found = amendments.progress(connection, amendment_id)
    return {state: found.get(state, 0) for state in _STATES}
