"""The database server is stopped at once in the midst of work and comes back: workers and pages go on by themselves."""

import time
from collections.abc import Iterator

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import open_database
from engine.store.schema import upgrade
from tests.action.nho import published
from tests.faults.load import DUE, at_rest, begun, effects, effects_unhurt, loaded
from tests.faults.processes import stopped, until, worker
from tests.not_run import not_run
from tests.postgres_server import CannotStart, PostgresServer, postgres_process
from tests.web.site import site

UNITS = 150

pytestmark = [pytest.mark.postgres,
              pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]  # connections that broke


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that nobody else uses."""
    try:
        with postgres_process(durable=True) as running:
            yield running
    except CannotStart as why:
        not_run("PostgreSQL", str(why))


def test_workers_go_on_after_the_server_was_stopped_in_the_midst(own_server: PostgresServer):
    upgrade(own_server.address)
    database = open_database(own_server.address)
    loaded(database, UNITS)
    stops = 0

    with worker(own_server.address, DUE) as one, worker(own_server.address, DUE) as other:
        assert until(lambda: begun(database))
        for _ in range(3):
            time.sleep(0.3)
            stops += not at_rest(database, DUE)
            own_server.stop()
            time.sleep(0.3)
            own_server.start()
        done = until(lambda: at_rest(database, DUE), 60)
        codes = [stopped(one), stopped(other)]

    assert (done, codes) == (True, [0, 0])
    assert stops > 0, "the load was over before the server was stopped"
    assert effects(database) == effects_unhurt(UNITS)
    database.close()


def test_the_pages_say_so_while_the_server_is_away_and_answer_when_it_is_back(
        own_server: PostgresServer, clock: ManualClock, ids: CountedIds, tmp_path):
    upgrade(own_server.address)
    database = open_database(own_server.address)
    ward = site(published(database, ids, clock), tmp_path)
    browser = ward.browser("a")
    own_server.stop()

    away = browser.get("/viec")
    health = ward.visitor().get("/healthz")
    own_server.start()
    back = browser.get("/viec")

    assert (away.status_code, health.status_code, back.status_code) == (503, 503, 200)
    assert "Cơ sở dữ liệu chưa trả lời" in away.text
    assert "không mở được cơ sở dữ liệu" in health.json["database"]
    database.close()
