"""A whole period with its transitions remembered, computed anew each time, and each compared: every row is the same."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engine.cli.transitions import configure_transitions
from engine.instance.cache import figures
from engine.plan.folder import load_plan
from engine.rehearse.rehearse import Settings, rehearse
from engine.store.tables import metadata
from tests.rehearse.played import SMALL

_BY_CHANCE = {"session_key"}
"""What is drawn by lot, not derived."""


@pytest.fixture
def modes() -> Iterator[None]:
    yield
    configure_transitions(os.environ)


def _rows(environment: dict[str, str]) -> tuple[dict[str, list[str]], int]:
    """Every row of every table after a period of people as they are, and how many transitions were remembered."""
    configure_transitions(environment)
    before = figures()
    stage = rehearse(load_plan(SMALL), None, Settings(2026, 4, 7, "realistic")).rehearsal.stage
    with stage.database.read() as connection:
        found = {name: sorted(repr(row) for row in connection.execute(select(
            *(column for column in table.c if column.name not in _BY_CHANCE))))
            for name, table in metadata.tables.items()}
    return found, figures().hits - before.hits


def test_the_cache_changes_nothing_but_what_a_step_costs(modes):
    remembered, hits = _rows({})
    computed, none = _rows({"KHEO_TRANSITION_CACHE": "off"})
    compared, _ = _rows({"KHEO_TRANSITION_SHADOW": "1"})

    assert (hits > 10, none) == (True, 0), hits
    assert len(remembered["answer"]) > 20
    assert remembered == computed == compared
    assert figures().alarms == 0
