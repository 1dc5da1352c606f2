"""procrastinate carries the number of a page; the rows of kheo decide, and its own rows do not pile up."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon.distributed import Distributed
from engine.daemon.hands import Hands
from engine.store import jobs
from engine.store.database import Database
from engine.store.jobs import NewJob
from engine.store.tables import job, notice, outbox
from tests.action.nho import published
from tests.daemon.test_scheduler import count, until

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


def queued(database: Database, job_id: str = "%") -> int:
    asked = text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'job_id' LIKE :job_id")
    with database.read() as connection:
        return int(connection.execute(asked, {"job_id": job_id}).scalar_one())


@pytest.fixture
def engine(database: Database, clock: ManualClock) -> Iterator[Distributed]:
    stopping = threading.Event()
    made = Distributed(Hands(database, TimedIds(), clock.now, go_on=lambda: not stopping.is_set()))
    yield made
    stopping.set()
    made.stop()


def test_a_tick_offers_pages_and_whoever_listens_does_them(
        database: Database, ids: CountedIds, clock: ManualClock, engine: Distributed):
    world = published(database, ids, clock)
    world.at(date(2026, 2, 2))
    before = count(database, notice)
    engine.tick()
    offered = queued(database), count(database, job)

    engine.start()

    assert until(lambda: count(database, notice) > before and count(database, job) == 0)
    assert offered[0] == offered[1] > 0
    assert until(lambda: queued(database) == 0)
    assert count(database, outbox) > 0


def test_a_kind_that_cannot_be_looked_up_keeps_no_other_from_being_offered(
        database: Database, ids: CountedIds, clock: ManualClock, engine: Distributed):
    world = published(database, ids, clock)
    world.at(date(2026, 2, 2))
    with database.write() as connection:
        connection.execute(text("ALTER TABLE bulk RENAME TO bulk_gone"))

    with capture_logs() as said, pytest.raises(ProgrammingError):
        engine.tick()

    assert [(line["event"], line["kind"]) for line in said] == [("kind failed", "bulk")]
    assert queued(database) == count(database, job) > 0


def test_a_page_is_offered_once_until_its_time_is_over(database: Database, clock: ManualClock, engine: Distributed):
    with database.write() as connection:
        jobs.add(connection, [NewJob("trang", "task", ("khong-co",), 20)], clock.now())

    for seconds in (0, 30, 60):
        clock.set(clock.now().replace(minute=seconds // 60, second=seconds % 60))
        engine.tick()

    assert queued(database, "trang") == 2


def test_what_a_dead_worker_left_in_the_queue_is_thrown_away(database: Database, engine: Distributed):
    with database.write() as connection:
        worker_id = connection.execute(text(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )).scalar()
        connection.execute(text(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, args) "
            "VALUES ('task', 'kheo.page', 'doing', :worker, '{\"job_id\": \"x\"}')"), {"worker": worker_id})

    engine.start()

    assert until(lambda: queued(database) == 0)
