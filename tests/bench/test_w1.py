"""kheo bench w1, with few instances: it does what it says it measures."""

import json

import pytest
from sqlalchemy import func, select

from engine.base.ids import SeededIds
from engine.bench.place import a_place
from engine.bench.statements import recording, send_again
from engine.bench.w1 import w1
from engine.bench.w1_acts import BEGIN, ROUNDS, Starting, entries_of, sendings
from engine.bench.w1_world import build_bodies
from engine.store.database import open_database
from engine.store.tables import answer, instance, metadata
from tests.docs.figures import figures
from web.main import main

WAYS = ("warm_cpu_ms", "cold_cpu_ms", "floor_cpu_ms", "raw_floor_cpu_ms", "plain_spiffworkflow_cpu_ms")


def _content(database):
    with database.read() as connection:
        return {one.name: sorted(map(str, connection.execute(select(one)).all())) for one in metadata.sorted_tables}


def test_the_keys_are_those_that_scripts_rely_on(capsys):
    assert main(["bench", "w1", "--n", "2", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [found["completion"][way] > 0 for way in WAYS] == [True] * 5
    assert found["start"]["cpu_ms"] > 0 and found["start"]["floor_cpu_ms"] > 0
    assert 0 < found["state_bytes"]["median"] <= found["state_bytes"]["max"] <= 2000
    assert found["cache"].keys() >= {"hits", "misses", "bytes"} and found["cache"]["hits"] > 0
    assert (found["n"], found["completions"], found["database"]) == (2, 10, "sqlite")
    assert found["completion"]["server_cpu_ms"]["warm"] is None
    assert "SQLite, gửi một việc" in figures({"w1.sqlite": found})


@pytest.mark.postgres
def test_the_same_is_measured_on_a_server_and_nothing_is_left_there(postgres_address):
    with a_place(postgres_address) as place:
        found = w1(place, 1)
        left = place._made

    assert [found["completion"][way] > 0 for way in WAYS] == [True] * 5
    server = open_database(postgres_address)
    with server.read() as connection:
        names = connection.exec_driver_sql("SELECT datname FROM pg_database").scalars().all()
    server.close()
    assert left and not set(left) & set(names)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request):
    address = request.getfixturevalue("postgres_address") if request.param == "postgresql" else None
    with a_place(address) as made:
        yield made


def test_the_statements_alone_leave_the_rows_that_the_acts_leave(place):
    bodies_of = open_database(place.new("base"))
    entries = entries_of(build_bodies(bodies_of, SeededIds(1), BEGIN, 2), 3)
    bodies_of.close()
    acted, replayed = open_database(place.copy("base", "acted")), open_database(place.copy("base", "replayed"))
    ids, kept = SeededIds(2), []
    with recording(acted) as taken:
        for number in range(-1, len(ROUNDS)):
            for act in sendings(acted, entries, number) if number >= 0 else map(Starting, entries):
                taken()
                act.do(acted, ids)
                kept.append(taken())

    sent = [send_again(replayed, statements) for statements in kept]

    assert sent == [len(statements) for statements in kept] and min(sent) > 0
    assert _content(replayed) == _content(acted)
    with acted.read() as connection:
        completions = connection.execute(select(func.count()).select_from(answer).join(
            instance, instance.c.id == answer.c.instance_id).where(instance.c.scope == "entry")).scalar_one()
        ended = connection.execute(select(instance.c.status).where(instance.c.scope == "entry")).scalars().all()
    acted.close()
    replayed.close()
    assert (completions, ended) == (3 * 5, ["ended"] * 3)
