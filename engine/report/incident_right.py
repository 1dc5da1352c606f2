"""Whose incidents a person may see and handle: those of the runs one coordinates; an administrator's, the tenant's."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from engine.base.diagnostic import PlanError
from engine.plan.model import Plan
from engine.store import units, versions
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import incident, run
from engine.work.access import holds
from engine.work.people import Forbidden, Viewer
from engine.work.seat import SeatMissing, seat_of

_RUN = tuple(run.c[name] for name in Run.__slots__)


@dataclass(frozen=True, slots=True)
class HandledRun:
    """A run whose incidents the viewer handles. `plan`: the last version that can be read; None where none can."""

    run: Run
    plan: Plan | None


def handled_runs(connection: Connection, viewer: Viewer, today: date) -> tuple[HandledRun, ...]:
    """The runs, newest first; raises Forbidden for who neither coordinates nor administers."""
    by_code = {unit.code: unit.id for unit in units.of_tenant(connection, viewer.tenant_id, today)}
    rows = connection.execute(select(*_RUN).where(run.c.tenant_id == viewer.tenant_id)
                              .order_by(run.c.year.desc(), run.c.id)).all()
    found = tuple(HandledRun(one, _plan(connection, one)) for one in (Run(*row) for row in rows))
    if viewer.administrator:
        return found
    mine = tuple(one for one in found if _coordinates(viewer, one.plan, by_code))
    if not mine:
        raise Forbidden("Chỉ đầu mối của đợt và người quản trị xem sự cố; hãy báo một trong hai nơi đó.")
    return mine


def concerns(viewer: Viewer, mine: tuple[HandledRun, ...]) -> ColumnElement[bool]:
    """The incidents the viewer may see."""
    tenant = incident.c.tenant_id == viewer.tenant_id
    return tenant if viewer.administrator else tenant & incident.c.run_id.in_([one.run.id for one in mine])


def open_incidents(database: Database, viewer: Viewer, today: date) -> int:
    """How many open incidents the viewer handles; one small question as long as the tenant has none."""
    query = select(func.count()).where(incident.c.tenant_id == viewer.tenant_id, incident.c.status == "open")
    with database.read() as connection:
        count = int(connection.execute(query).scalar_one())
        if not count or viewer.administrator:
            return count
        try:
            mine = handled_runs(connection, viewer, today)
        except Forbidden:
            return 0
        return int(connection.execute(query.where(concerns(viewer, mine))).scalar_one())


def open_of_run(connection: Connection, run_id: str) -> int:
    """How many incidents of the run are open."""
    query = select(func.count()).where(incident.c.run_id == run_id, incident.c.status == "open")
    return int(connection.execute(query).scalar_one())


def _plan(connection: Connection, of: Run) -> Plan | None:
    try:
        return versions.readable(connection, of.id, of.version_id, of.year).plan
    except PlanError:
        return None


def _coordinates(viewer: Viewer, plan: Plan | None, by_code: dict[str, str]) -> bool:
    try:
        return plan is not None and holds(viewer, seat_of(plan, plan.coordinator, "", by_code, {})) is not None
    except SeatMissing:
        return False
