"""Every plan that ships is checked: what must be found in it is found, and nothing forbids its publication."""

from functools import cache
from pathlib import Path

import pytest

from engine.check.check import check_plan
from engine.check.finding import Finding
from engine.plan.folder import load_plan, read_text
from engine.plan.organisation import read_organisation
from engine.work.plan_calendar import plan_calendar
from tests.check.golden import COPY, Golden, goldens, places, stands_at, stands_in

PLANS = Path(__file__).parents[2] / "plan_configs"
CHECKED = ("thuy-nguyen-2026", "tan-ky-2025", "vinh-long-2025", "gia-lai-2025", "ha-tinh-annual")
YEARS = {"ha-tinh-annual": 2026, "gia-lai-2025": 2025}
"""The years in which plans that recur are looked at."""
EVERYWHERE = ("R03", "R05", "R08", "R10", "R15", "R22", "R23", "R32")
"""Rules that make a finding for each clause that a golden one names."""


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


@pytest.mark.parametrize("golden", [g for g in goldens() if g.plan in CHECKED and "plan" in g.reads], ids=str)
def test_what_must_be_found_in_a_plan_is_found_at_its_clause(golden: Golden):
    clauses = [finding.clauses for finding in findings(golden.plan) if finding.rule == golden.rule]

    assert [named for named in clauses if stands_at(golden.at, named)], clauses


@pytest.mark.parametrize("golden", [g for g in goldens() if g.plan in CHECKED and g.rule in EVERYWHERE], ids=str)
def test_what_is_wrong_at_several_clauses_is_found_at_each(golden: Golden):
    clauses = [at for finding in findings(golden.plan) if finding.rule == golden.rule for at in finding.clauses]

    assert [place for place in places(golden.at) if not stands_in(place, clauses)] == [], clauses


@pytest.mark.parametrize("plan", CHECKED)
def test_nothing_forbids_the_publication_of_a_plan_that_ships(plan):
    assert [finding for finding in findings(plan) if finding.forbids] == []


@pytest.mark.parametrize("plan", CHECKED)
def test_every_finding_names_its_place_and_a_repair_and_leaves_no_blank(plan):
    assert [f for f in findings(plan) if f.place.line == 1 or not f.repair or not f.message.endswith(".")] == []
    assert [f for f in findings(plan) if "{" in f"{f.message}{f.repair}"] == []
