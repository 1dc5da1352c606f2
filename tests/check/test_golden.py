"""Every plan that ships is checked: what must be found in it is found, and nothing forbids its publication."""

from functools import cache
from pathlib import Path

import pytest

from engine.check.check import check_plan
from engine.check.finding import Finding
from engine.plan.folder import load_plan, read_text
from engine.plan.organisation import read_organisation
from engine.work.plan_calendar import plan_calendar
from tests.check.golden import COPY, Golden, goldens, stands_at

PLANS = Path(__file__).parents[2] / "plan_configs"
CHECKED = ("thuy-nguyen-2026",)
YEARS = {"ha-tinh-annual": 2026, "gia-lai-2025": 2025}
"""The years in which plans that recur are looked at."""
MINE = ("R01", "R02", "R11", "R12", "R13", "R16", "R17", "R18", "R24", "R25", "R28")


@cache
def findings(plan: str) -> tuple[Finding, ...]:
    loaded = load_plan(PLANS / plan)
    year = loaded.plan.year or YEARS[plan]
    beside = PLANS / plan / "organisation.yaml"
    organisation = read_organisation(read_text(beside), str(beside))
    return check_plan(loaded, year, plan_calendar(loaded.plan, year, ()), organisation)


@pytest.mark.shared
def test_the_copy_of_the_rules_is_the_one_required(shared):
    assert COPY.read_text("utf-8") == (shared / "requirements/checks.yaml").read_text("utf-8")


@pytest.mark.parametrize("golden", [g for g in goldens() if g.plan in CHECKED and g.rule in MINE], ids=str)
def test_what_must_be_found_in_a_plan_is_found_at_its_clause(golden: Golden):
    clauses = [finding.clauses for finding in findings(golden.plan) if finding.rule == golden.rule]

    assert [named for named in clauses if stands_at(golden.at, named)], clauses


@pytest.mark.parametrize("plan", CHECKED)
def test_nothing_forbids_the_publication_of_a_plan_that_ships(plan):
    assert [finding for finding in findings(plan) if finding.forbids and finding.rule in MINE] == []


@pytest.mark.parametrize("plan", CHECKED)
def test_every_finding_names_its_place_and_a_repair(plan):
    assert [f for f in findings(plan) if f.place.line == 1 or not f.repair or not f.message.endswith(".")] == []
