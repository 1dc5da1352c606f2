"""Plan and document together: every finding required of the five source documents is made by one of the two readers."""

from functools import cache
from pathlib import Path

import pytest

from engine.check.documents import two_dates
from engine.check.finding import Finding
from engine.document.findings import findings_of
from engine.document.read import read_document
from engine.plan.folder import load_plan
from tests.check.golden import Golden, goldens, stands_at
from tests.check.test_golden import CHECKED, PLANS, findings

pytestmark = pytest.mark.shared
ACROSS = "across"


@cache
def in_text(source: Path) -> tuple[Finding, ...]:
    return findings_of(read_document(source.name, source.read_bytes()))


def place(golden: Golden) -> str:
    """The place, as plans and documents call it."""
    return {"basis": "Căn cứ", "head": "đầu văn bản"}.get(golden.at, golden.at)


@pytest.mark.parametrize("golden", [g for g in goldens() if g.plan in CHECKED], ids=str)
def test_what_must_be_found_is_found_in_the_plan_or_in_its_document(golden: Golden, shared: Path):
    both = (*findings(golden.plan), *in_text(shared / "plans" / f"{golden.plan}.txt"))

    clauses = [finding.clauses for finding in both if finding.rule == golden.rule]

    assert [named for named in clauses if stands_at(place(golden), named)], clauses


@pytest.mark.parametrize("golden", [g for g in goldens() if g.plan == ACROSS], ids=str)
def test_what_must_be_found_across_plans_is_found_when_they_are_checked_together(golden: Golden):
    together = list(two_dates([load_plan(PLANS / plan).read for plan in CHECKED]))

    assert {finding.rule for finding in together} == {golden.rule}
    assert all(stands_at(place(golden), finding.clauses) for finding in together)
