"""The entries of the year before: accepted in the newest earlier run of the plan, or of the one it continues."""

from sqlalchemy import Connection, select

from engine.plan.model import Plan
from engine.store import entries
from engine.store.tables import run
from engine.work.entry import Entry


def last_year_entries(
    connection: Connection, plan: Plan, tenant_id: str, year: int, unit_id: str | None,
) -> list[Entry]:
    """Those of the unit, or of all units without one, in the order they came."""
    plans = [name for name in (plan.id, plan.continues) if name]
    earlier = connection.execute(
        select(run.c.id).where(run.c.tenant_id == tenant_id, run.c.plan.in_(plans), run.c.year < year)
        .order_by(run.c.year.desc(), run.c.prepared_at.desc()).limit(1)).scalar()
    if earlier is None:
        return []
    found = entries.of_unit(connection, earlier, unit_id) if unit_id else entries.of_run(connection, earlier)
    return [entry for entry in found if entry.status == "accepted"]
