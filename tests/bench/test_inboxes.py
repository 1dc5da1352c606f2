"""kheo bench inbox, with few tasks: the person sees their own, however many others have."""

import json

import pytest

from engine.bench.crowd import crowd
from engine.bench.inboxes import NOW, inboxes
from engine.bench.place import a_place
from engine.report.inbox import side_of
from engine.store.database import open_database
from tests.docs.figures import figures
from web.main import main
from web.main.bench_page import inbox_page


def test_the_keys_are_those_that_scripts_rely_on(capsys):
    assert main(["bench", "inbox", "--n", "400", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert list(found["open"]) == ["4", "40", "400"]
    assert all(0 < one["p50_ms"] <= one["p95_ms"] and one["page"]["p50_ms"] > 0 for one in found["open"].values())
    assert "Hộp việc" in figures({"inbox.sqlite": found})


@pytest.mark.postgres
def test_the_same_is_measured_on_a_server(postgres_address):
    with a_place(postgres_address) as place:
        found = inboxes(place, 200, inbox_page)

    assert list(found["open"]) == ["2", "20", "200"]


def test_a_crowd_has_as_many_tasks_as_it_says_and_nobody_sees_those_of_others():
    with a_place(None) as place:
        found = crowd(place.new("crowd"), 1600, 800)
        database = open_database(place.url_of("crowd"))
        seen = [side_of(database, viewer, NOW.date()).counts["can-lam"]
                for viewer in (found.unit, found.office)]
        page = inbox_page(database, found.unit)()
        database.close()

    assert (found.tasks, seen) == (1600, [40, 800])
    assert str(page, "utf-8").count("Mô hình khéo vận động nhân dân số 000000") >= 40
