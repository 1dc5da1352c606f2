"""Live figures against the targets of a run's plan."""

from collections.abc import Iterable

from engine.report.seen_run import SeenRun
from engine.work.entry import Entry
from engine.work.target import TargetFigure, target_figures


def targets_of(seen: SeenRun, entries: Iterable[Entry]) -> tuple[TargetFigure, ...]:
    """One figure per target; entries of units that take no part, and withdrawn ones, are left out."""
    contexts = [entry.context(seen.units[entry.unit_id].context()) for entry in entries
                if entry.status != "withdrawn" and entry.unit_id in seen.units]
    return target_figures(seen.plan, seen.target_units(), contexts)
