"""A process says that it lives and what its cache did; what the cache had wrong becomes an incident."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from engine.action.retry_incident import retry_incident
from engine.base.clock import ManualClock, local_day
from engine.base.ids import CountedIds
from engine.cli.transitions import configure_transitions
from engine.daemon.pulse import Pulse
from engine.instance.cache import configure, figures, keep
from engine.instance.fact import Moved, Start
from engine.instance.step import compute, step
from engine.report.health import all_transitions
from engine.report.incidents import incident_page
from engine.report.jobs import job_queue
from engine.store import runs, versions
from engine.store.database import Database, open_database
from tests.action.nho import World, published


@pytest.fixture(autouse=True)
def a_cache_that_is_always_compared() -> Iterator[None]:
    configure(1_000_000, 1)
    yield
    configure_transitions(os.environ)


@pytest.fixture
def world(sqlite: Database, ids: CountedIds, clock: ManualClock) -> World:
    return published(sqlite, ids, clock)


def gone_wrong(world: World) -> str:
    """A flow of the run's plan whose kept transition is not what it should be, found out by the next who goes there."""
    with world.database.read() as connection:
        run = runs.of_id(connection, world.run_id)
        flows = versions.compiled(connection, run.version_id, run.year).processes
    name, flow = next((name, flow) for name, flow in sorted(flows.items()) if not flow.counts)
    right = compute(flow, None, Start())
    configure(1_000_000, 1)
    keep(flow, None, Start(), Moved(b"wrong", ()))
    assert step(flow, None, Start()).state == right.state
    return flow.digest


def pulse(world: World, role: str = "worker") -> Pulse:
    return Pulse(world.database, world.ids, world.clock, role)


def test_processes_are_known_with_their_counts_while_they_live_and_after(world: World):
    serving, working, died = pulse(world, "serve"), pulse(world), pulse(world)
    died.beat()
    world.clock.advance(timedelta(minutes=10))
    serving.beat()
    serving.beat()
    working.beat(ended=True)

    found = job_queue(world.database, world.viewer("quan-tri")).processes
    together = all_transitions(world.database, world.clock.now())

    assert sorted((one.role, one.lives(world.clock.now()), one.ended_at is not None) for one in found) == [
        ("serve", True, False), ("worker", False, False), ("worker", False, True)]
    assert {(one.transitions["hits"], one.transitions["misses"]) for one in found} == {
        (figures().hits, figures().misses)}
    assert figures().misses > 0
    assert (together["processes"], together["misses"], together["alarms"]) == (1, figures().misses, 0)
    world.clock.advance(timedelta(days=8))
    pulse(world).beat()
    assert len(job_queue(world.database, world.viewer("quan-tri")).processes) == 1


def test_a_difference_is_one_incident_which_the_administrator_sees_in_whichever_process_it_came_up(world: World):
    flow = gone_wrong(world)
    pulse(world, "serve").beat()
    gone_wrong(world)
    pulse(world, "worker").beat()
    pulse(world, "worker").beat()

    today = local_day(world.clock.now())
    [line] = incident_page(world.database, world.viewer("quan-tri"), today, world.run_id).lines
    again = retry_incident(world.database, world.ids, world.viewer("quan-tri"), line.id, world.clock.now())

    assert (line.command, line.reason, line.tries, line.detail["flow"], line.detail["does"]) == (
        "transition", "bước đi tính lại khác bước đi đã nhớ", 2, flow, "Start")
    assert "KHEO_TRANSITION_CACHE=off" in line.advice
    assert again.status == "open"
    assert all_transitions(world.database, world.clock.now())["alarms"] > 0


def test_a_pulse_that_finds_no_database_stops_nobody(tmp_path: Path, ids: CountedIds, clock: ManualClock):
    nowhere = open_database(f"sqlite:///{tmp_path / 'no' / 'kheo.db'}")

    with capture_logs() as said, Pulse(nowhere, ids, clock, "serve").beating():
        pass

    assert {line["event"] for line in said} == {"pulse not written"}
    nowhere.close()


def test_a_pulse_that_finds_another_schema_goes_on(database: Database, ids: CountedIds, clock: ManualClock):
    with database.write() as connection:
        connection.execute(text("ALTER TABLE process RENAME TO process_gone"))

    with capture_logs() as said, Pulse(database, ids, clock, "serve").beating():
        pass

    assert {line["event"] for line in said} == {"pulse not written"}


def test_a_beating_process_ends_its_row(world: World):
    with pulse(world, "serve").beating():
        pass

    [row] = job_queue(world.database, world.viewer("quan-tri")).processes
    assert (row.role, row.ended_at) == ("serve", world.clock.now())
