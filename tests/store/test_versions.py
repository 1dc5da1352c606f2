"""Compiled plan versions: kept while they are used, never more than so many."""

import pytest

from engine.plan.folder import load_plan
from engine.store import versions
from tests.action.nho import PLAN


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST", 2)


def test_a_version_is_compiled_once_for_a_year():
    loaded = load_plan(PLAN)

    assert versions.compiled_here(loaded, 2026) is versions.compiled_here(loaded, 2026)
    assert versions.compiled_here(loaded, 2026) is not versions.compiled_here(loaded, 2027)


def test_of_more_versions_than_are_kept_those_used_last_stay(few):
    loaded = load_plan(PLAN)
    first, second = (versions.compiled_here(loaded, year) for year in (2026, 2027))
    assert versions.compiled_here(loaded, 2026) is first

    versions.compiled_here(loaded, 2028)

    assert versions.compiled_here(loaded, 2026) is first
    assert versions.compiled_here(loaded, 2027) is not second
