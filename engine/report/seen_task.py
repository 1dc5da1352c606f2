"""A task for whoever may look at it, with its run and the plan version it stands on."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.bpmn.compile import Compiled
from engine.store import runs, tasks, versions
from engine.store.holders import overseeing_matter
from engine.store.runs import Run
from engine.store.vote_chair import chair_seat, secretary_seat
from engine.work.access import conducts, may_see
from engine.work.people import Forbidden, NotFound, Viewer
from engine.work.seat import Seat
from engine.work.task import Task

OUTSIDE = "Không thấy việc này trong phạm vi của bạn; mở lại từ hộp việc."


@dataclass(frozen=True)
class SeenTask:
    """`seats`: who sees the matter without being asked."""

    task: Task
    run: Run
    compiled: Compiled
    seats: tuple[Seat, ...]


def task_there(connection: Connection, viewer: Viewer, task_id: str) -> SeenTask | None:
    """The task, if it is in the viewer's tenant; whether the viewer may see it is still to be asked."""
    found = tasks.get(connection, viewer.tenant_id, task_id)
    run = runs.get(connection, viewer.tenant_id, found.run_id) if found else None
    if found is None or run is None:
        return None
    compiled = versions.compiled_for(connection, run, found)
    return SeenTask(found, run, compiled,
                    overseeing_matter(connection, viewer.tenant_id, compiled.plan, found.unit_id))


def seen_task(connection: Connection, viewer: Viewer, task_id: str) -> SeenTask:
    """Raises NotFound outside the tenant, Forbidden for who holds no role in the matter."""
    seen = task_there(connection, viewer, task_id)
    if seen is None:
        raise NotFound(OUTSIDE)
    if not (may_see(viewer, seen.task, seen.seats) or _looks_after(connection, viewer, seen)):
        raise Forbidden("Việc này của đơn vị khác và bạn không giữ vai trò nào được xem; "
                        "nếu cần, hỏi cơ quan đầu mối của đợt.")
    return seen


def _looks_after(connection: Connection, viewer: Viewer, seen: SeenTask) -> bool:
    """Whether the task is a vote that the viewer conducts or keeps the minutes of."""
    seats = (seat(connection, seen.compiled.plan, seen.task) for seat in (chair_seat, secretary_seat))
    return any(seat is not None and conducts(viewer, seat) is not None for seat in seats)
