"""kheo bench due, with few tasks: all are told once, over a kill without warning too."""

import json

import pytest

from engine.bench.due import due_sweeps
from engine.bench.place import a_place
from tests.docs.figures import figures
from web.main import main
from web.main.bench_sweep import work_pages


def test_the_keys_are_those_that_scripts_rely_on(capsys):
    assert main(["bench", "due", "--n", "1000", "--same-day", "1500", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert {size: (one["due"], one["notices"]) for size, one in found["among"].items()} == {
        "10": (2, 2), "1000": (2, 2)}
    assert all(one["ms"] > 0 for one in found["among"].values())
    day = found["same_day"]
    assert (day["left"], day["lost"], day["twice"], day["notices"]) == (0, 0, 0, day["tasks"])
    assert day["tasks"] >= 1500 and day["pages"] >= day["tasks"] / 500 and day["killed_after_pages"] >= 1
    assert day["peak_mb"] > 0
    assert "sót 0, lặp 0" in figures({"due.sqlite": found})


@pytest.mark.postgres
def test_the_same_is_measured_on_a_server(postgres_address):
    with a_place(postgres_address) as place:
        found = due_sweeps(place, 200, 1200, work_pages)

    assert found["among"]["200"]["ms"] > 0
    assert (found["same_day"]["left"], found["same_day"]["lost"], found["same_day"]["twice"]) == (0, 0, 0)
