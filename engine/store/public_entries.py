"""The public initiatives of a plan's runs up to a year: what may be named as the origin of a replication."""

from sqlalchemy import Connection, select

from engine.plan.expression import parse_expression
from engine.plan.model import Plan
from engine.store import entries, units
from engine.store.tables import run
from engine.work.choices import Listed


def public_entries(connection: Connection, plan: Plan, tenant_id: str, year: int) -> Listed:
    """Id, and name with unit and year; the latest year first. None where the plan makes nothing public."""
    if plan.register_ is None:
        return ()
    public, found = parse_expression(plan.register_.public), []
    runs = select(run.c.id, run.c.year).where(run.c.tenant_id == tenant_id, run.c.plan == plan.id, run.c.year <= year)
    for row in connection.execute(runs.order_by(run.c.year.desc())):
        present = [entry for entry in entries.of_run(connection, row.id) if entry.status == "accepted"]
        known = units.of_ids(connection, {entry.unit_id for entry in present})
        found += [(entry.id, f"{entry.name} ({known[entry.unit_id].name}, {row.year})") for entry in present
                  if public.holds(entry.context(known[entry.unit_id].context()))]
    return tuple(found)
