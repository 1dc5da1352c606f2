"""Which entries a step looks at from where it stands: its own, its unit's, those of all it leads, or the run's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.plan.expression import parse_expression
from engine.plan.model import Plan
from engine.plan.step import Step
from engine.store import entries, units
from engine.work.context import UnitValue
from engine.work.entry import Entry
from engine.work.lead import leads_step, led_by


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a step of a run stands: the unit whose matter it is, and the entry when it is about one."""

    plan: Plan
    run_id: str
    tenant_id: str
    unit: UnitValue
    entry: Entry | None
    today: date


def entries_seen(connection: Connection, step: Step, at: Standpoint) -> list[Entry]:
    """Not withdrawn ones; where the step opens for an outcome (`chỉ từ`), those that have it."""
    if step.scope == "entry":
        found = [at.entry] if at.entry else []
    elif step.scope == "run":
        found = entries.of_run(connection, at.run_id)
    elif leads_step(at.plan, step):
        found = entries.of_units(connection, at.run_id, _led(connection, at))
    else:
        found = entries.of_unit(connection, at.run_id, at.unit.id)
    return _having(connection, step, at, [entry for entry in found if entry.status != "withdrawn"])


def entries_where(connection: Connection, step: Step, at: Standpoint, condition: str) -> list[Entry]:
    """Those of them that satisfy the condition, by name."""
    found = entries_seen(connection, step, at)
    holds, known = parse_expression(condition), units.of_ids(connection, {entry.unit_id for entry in found})
    return sorted((entry for entry in found if holds.holds(_names(entry, known))), key=lambda entry: entry.name)


def _led(connection: Connection, at: Standpoint) -> list[str]:
    tree = {unit.id: unit for unit in units.of_tenant(connection, at.tenant_id, at.today)}
    return [unit.id for unit in led_by(at.plan, tree, at.unit.id)] if at.unit.id in tree else []


def _having(connection: Connection, step: Step, at: Standpoint, found: list[Entry]) -> list[Entry]:
    outcome = next((one for one in at.plan.outcomes if one.id == step.only_from), None)
    if outcome is None or outcome.holds is None:
        return found
    holds, known = parse_expression(outcome.holds), units.of_ids(connection, {entry.unit_id for entry in found})
    return [entry for entry in found if holds.holds(_names(entry, known))]


def _names(entry: Entry, known: Mapping[str, UnitValue]) -> dict[str, object]:
    return entry.context(known[entry.unit_id].context())
