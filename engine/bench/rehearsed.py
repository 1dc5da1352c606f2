"""What the rehearsal of the sample plan costs with many units."""

from pathlib import Path
from typing import Any

from engine.base.clock import cpu_seconds
from engine.bench.measure import machine
from engine.plan.folder import LoadedPlan, data_dir, load_plan, read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.rehearse.rehearse import Settings, rehearse

_SAMPLE = "demo.yaml"
"""Beside the plan that the demonstration plays."""
_ORGANISATION = "organisation.yaml"


def sample_plan() -> tuple[LoadedPlan, Organisation, int]:
    """The plan of the demonstration, the organisation beside it, its year; FileNotFoundError where there is none."""
    for folder in sorted(path for path in data_dir("plan_configs").iterdir() if (path / _SAMPLE).is_file()):
        loaded = load_plan(folder)
        if loaded.plan.year is not None:
            return loaded, organisation_in(folder), loaded.plan.year
    raise FileNotFoundError(_SAMPLE)


def organisation_in(folder: Path) -> Organisation:
    """The organisation of a plan's folder."""
    return read_organisation(read_text(folder / _ORGANISATION), str(folder / _ORGANISATION))


def rehearsed(units: int) -> dict[str, Any]:
    """The whole year with so many punctual units, in memory."""
    loaded, organisation, year = sample_plan()
    began = cpu_seconds()
    found = rehearse(loaded, organisation, Settings(year, units, behaviour="punctual"))
    spent = cpu_seconds() - began
    return {"n": units, "plan": loaded.plan.id, "machine": machine(), "tasks": len(found.tasks),
            "completed": sum(one.status == "done" for one in found.tasks), "messages": len(found.messages),
            "cpu_seconds": round(spent, 2)}
