"""kheo bench rehearse and nation, small: a year is played, and a nation of two communes on two processes."""

import json

import pytest

from engine.bench.nation import nation
from engine.bench.place import a_place
from tests.docs.figures import PAGE, figures
from web.main import main
from web.main.bench_sweep import sweep


def test_a_rehearsal_says_what_it_cost(capsys):
    assert main(["bench", "rehearse", "--n", "25", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["tasks"] == found["completed"] > 500 and found["cpu_seconds"] > 0
    assert "Tập dượt 25 đơn vị" in figures({"rehearse.sqlite": found})
    assert "<!-- figures -->" in PAGE.read_text("utf-8")


def test_a_nation_needs_a_server(capsys):
    assert main(["bench", "nation", "--n", "2", "--format", "json"]) == 1

    assert json.loads(capsys.readouterr().out)["error"]["code"] == "database"


@pytest.mark.postgres
def test_two_processes_play_what_one_plays(postgres_address):
    with a_place(postgres_address) as place:
        found = nation(place, 2, 3, sweep, days=45)

    both, alone = found["communes"]["2"], found["one_worker"]
    counted = ("tasks", "completed", "notices", "incidents")
    assert [both[name] for name in counted] == [alone[name] for name in counted]
    assert both["tasks"] > 2 * 3 and both["incidents"] == 0
    assert both["cpu_ms_per_task"] > 0 and found["speedup_two_workers"] > 0
    assert "Hai tiến trình nhanh gấp" in figures({"nation.postgresql": found})
