"""What is due is found in order: nothing is sorted, however much is due at one moment."""

from datetime import UTC, datetime

import pytest

from engine.store import instances, tasks

NOW = datetime(2026, 5, 22, 1, tzinfo=UTC)


@pytest.mark.parametrize("prepared", [tasks._DUE_IDS, instances._TIMERS_DUE], ids=["tasks", "timers"])
def test_a_page_is_read_in_the_order_of_an_index(sqlite, prepared):
    with sqlite.read() as connection:
        ready = prepared.ready(connection.dialect)
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {ready.sql}", tuple(ready.parameters({"now": NOW, "page": 500}))).all()

    said = [row[3] for row in plan]
    assert [line for line in said if "TEMP B-TREE" in line or line.startswith("SCAN")] == []
