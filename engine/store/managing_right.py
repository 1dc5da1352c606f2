"""Over whose people somebody has a say: an administrator over the tenant's, a coordinator over those below."""

from sqlalchemy import Connection

from engine.base.diagnostic import PlanError
from engine.store import runs, units, versions
from engine.store.runs import Run
from engine.work.access import holds
from engine.work.people import Forbidden, Held, NotFound, Viewer
from engine.work.seat import SeatMissing, seat_of

OUTSIDE = "Không thấy người này trong phạm vi của bạn; hãy chọn lại trong danh sách."


def managed_paths(connection: Connection, viewer: Viewer) -> dict[str, str]:
    """Path of a subtree -> the capacity in which the viewer has a say over its people.

    A substitute has none: a say over people does not pass on.
    """
    if viewer.administrator:
        return {f"/{viewer.tenant_id}/": "Quản trị"}
    if not viewer.own:
        return {}
    held = (coordinating(connection, viewer, run) for run in runs.open_of(connection, viewer.tenant_id, lock=False))
    return {one.unit_path: one.capacity for one in held if one and one.instead_of is None}


def has_say(paths: dict[str, str], unit_paths: tuple[str, ...]) -> str | None:
    """The capacity in which one has a say over somebody with positions in those units; None for who has none."""
    whole = [says for path, says in paths.items() if unit_paths and all(one.startswith(path) for one in unit_paths)]
    return whole[0] if whole else None


def say_over(viewer: Viewer, paths: dict[str, str], unit_paths: tuple[str, ...]) -> str:
    """The capacity in which the viewer writes the absence of somebody with positions in those units.

    Raises Forbidden (a say over nobody), NotFound (outside the subtree).
    """
    if not paths:
        raise Forbidden("Chỉ người vắng, đầu mối của đơn vị hoặc người quản trị ghi vắng; hãy nhờ một nơi đó.")
    capacity = paths[f"/{viewer.tenant_id}/"] if viewer.administrator else has_say(paths, unit_paths)
    if capacity is None:
        raise NotFound(OUTSIDE)
    return capacity


def coordinating(connection: Connection, viewer: Viewer, run: Run) -> Held | None:
    """The position in which the viewer coordinates the run, by the last version of its plan that can be read; None also
    where none can, or a unit is missing."""
    try:
        plan = versions.readable(connection, run.id, run.version_id, run.year).plan
        by_code = units.ids_of(connection, viewer.tenant_id, plan.unit_codes)
        return holds(viewer, seat_of(plan, plan.coordinator, "", by_code, {}))
    except (PlanError, SeatMissing):
        return None
