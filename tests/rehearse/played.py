"""Rehearsals for tests: a small plan with one of everything that matters here, and the shipped plans."""

from functools import cache
from pathlib import Path

from engine.plan.folder import PLAN_FILE, LoadedPlan, data_dir, load_plan, read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.rehearse.behaviour import Behaviour
from engine.rehearse.outcome import Outcome
from engine.rehearse.rehearse import Settings, rehearse

HERE = Path(__file__).parent
SMALL = HERE / "hoi.yaml"
SHIPPED = tuple(sorted(file.parent for file in data_dir("plan_configs").glob(f"*/{PLAN_FILE}")))


@cache
def small(behaviour: Behaviour) -> Outcome:
    """The small plan with four associations."""
    return rehearse(load_plan(SMALL), None, Settings(2026, 4, 1, behaviour))


@cache
def shipped(folder: Path) -> Outcome:
    """A shipped plan with few units and people who are on time."""
    loaded = load_plan(folder)
    return rehearse(loaded, organisation_of(folder), Settings(year_of(loaded), 3, 1, "punctual"))


def year_of(loaded: LoadedPlan) -> int:
    """The plan's own year; a recurring plan in the first year in which all of it is known."""
    return loaded.plan.year or max(2026, loaded.plan.since or 2026)


def organisation_of(folder: Path) -> Organisation | None:
    file = folder / "organisation.yaml"
    return read_organisation(read_text(file), str(file)) if file.exists() else None


def changed(tmp_path: Path, old: str, new: str) -> LoadedPlan:
    """The small plan with other words in one place."""
    text = SMALL.read_text("utf-8")
    assert text.count(old) == 1
    file = tmp_path / "plan.yaml"
    file.write_text(text.replace(old, new), "utf-8")
    return load_plan(file)
