"""Plans in which nothing is wrong: they read, compile, and no rule finds anything in them."""

from pathlib import Path

import pytest

from engine.bpmn.compile import compile_plan
from engine.check.check import check_plan
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import read_organisation
from engine.plan.refs import check_references
from engine.work.plan_calendar import plan_calendar

CLEAN = (data_dir("plan_configs") / "tan-ky-2025-sua", *sorted((Path(__file__).parents[1] / "data/clean").glob("*/")))


@pytest.mark.parametrize("folder", CLEAN, ids=lambda folder: folder.name)
def test_nothing_is_found_in_a_clean_plan(folder: Path) -> None:
    loaded = load_plan(folder)
    year = loaded.plan.year or 0
    file = folder / "organisation.yaml"
    organisation = read_organisation(file.read_text("utf-8"), file.name) if file.exists() else None

    assert check_references(loaded.read) == ()
    assert set(compile_plan(loaded).processes) == {"run", "unit", "entry"}
    assert check_plan(loaded, year, plan_calendar(loaded.plan, year, ()), organisation) == ()
