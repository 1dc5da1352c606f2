"""Who may amend a running plan: its coordinator, its deciding bodies, the administrators of the tenant."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.store import units, versions
from engine.store.runs import Run
from engine.work.access import holds
from engine.work.people import Viewer
from engine.work.seat import seat_of


@dataclass(frozen=True, slots=True)
class Right:
    """The capacity in which the viewer amends; None, and a sentence, for who may not."""

    capacity: str | None
    refusal: str = ""


def amending_right(connection: Connection, viewer: Viewer, run: Run) -> Right:
    """Whether the viewer, of the run's tenant, may amend its plan, by the last version of it that can be read."""
    plan = versions.readable(connection, run.id, run.version_id, run.year).plan
    unit_ids = units.ids_of(connection, viewer.tenant_id, plan.unit_codes)
    for name in (plan.coordinator, *plan.deciders):
        role = plan.role(name)
        if role.kind == "body" and role.unit in unit_ids:
            held = holds(viewer, seat_of(plan, name, "", unit_ids, {}))
            if held is not None:
                return Right(held.capacity)
    if viewer.administrator:
        return Right("Quản trị")
    return Right(None, f"Chỉ {plan.role(plan.coordinator).name}, nơi quyết định hoặc người quản trị được sửa kế hoạch "
                       f"của đợt “{run.short}”; hãy nhờ một trong các nơi đó.")
