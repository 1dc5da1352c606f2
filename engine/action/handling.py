"""An incident taken in hand: found in the tenant, its run and its row locked, the right to handle it checked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.base.clock import VIETNAM
from engine.store import incidents, runs
from engine.store.managing_right import coordinating
from engine.store.runs import Run
from engine.work.incident import Incident
from engine.work.people import Conflict, Forbidden, NotFound, Viewer

ADMINISTRATOR = "Quản trị"


@dataclass(frozen=True, slots=True)
class Handled:
    """An open incident, held; its run, held alone, where it has one; in which capacity it is handled."""

    incident: Incident
    run: Run | None
    capacity: str = ""


def handled(connection: Connection, viewer: Viewer, incident_id: str) -> Handled:
    """The open incident, for the coordinator of its run or an administrator of the tenant.

    Raises NotFound (not the tenant's), Forbidden, Conflict (it is not open any more).
    """
    seen = incidents.get(connection, incident_id, viewer.tenant_id)
    if seen is None:
        raise NotFound("Không thấy sự cố này trong phạm vi của bạn; hãy mở lại danh sách sự cố.")
    run = _run_of(connection, seen)
    coordinator = coordinating(connection, viewer, run) if run else None
    if coordinator is None and not viewer.administrator:
        raise Forbidden("Chỉ đầu mối của đợt hoặc người quản trị xử lý sự cố; hãy báo một trong hai nơi đó.")
    found = incidents.get(connection, incident_id, viewer.tenant_id, lock=True)
    if found is None or found.status != "open":
        raise Conflict(f"Sự cố này đã được xử lý{_when(found)}; hãy tải lại danh sách.")
    return Handled(found, run, coordinator.capacity if coordinator else ADMINISTRATOR)


def handles(connection: Connection, viewer: Viewer, run_id: str | None) -> None:
    """Whether the viewer answers for the run, as its coordinator or as administrator; for all runs with None.

    Raises NotFound, Forbidden.
    """
    if run_id is None:
        if not viewer.administrator:
            raise Forbidden("Chỉ người quản trị làm việc này cho mọi đợt; đầu mối hãy nêu đợt của mình.")
        return
    run = runs.get(connection, viewer.tenant_id, run_id)
    if run is None:
        raise NotFound("Không thấy đợt này trong phạm vi của bạn.")
    if not viewer.administrator and coordinating(connection, viewer, run) is None:
        raise Forbidden("Chỉ đầu mối của đợt hoặc người quản trị làm được việc này.")


def handled_by_itself(connection: Connection, incident_id: str, now: datetime) -> Handled | None:
    """The open incident whose next try has come; None when somebody else was faster."""
    seen = incidents.get(connection, incident_id)
    run = _run_of(connection, seen) if seen else None
    found = incidents.get(connection, incident_id, lock=True)
    if found is None or found.status != "open" or found.next_try_at is None or found.next_try_at > now:
        return None
    return Handled(found, run)


def _run_of(connection: Connection, seen: Incident) -> Run | None:
    run_id = seen.trouble.run_id
    return runs.lock(connection, run_id, exclusive=True) if run_id else None


def _when(found: Incident | None) -> str:
    at = found.resolved_at if found else None
    return f" lúc {at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if at else ""
