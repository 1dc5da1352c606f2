"""Pages of due work: found, leased, done once, tried again, given up; whoever has lost one commits nothing."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from engine.action.dismiss_incident import dismiss_incident
from engine.action.retry_job import retry_job
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon import kind as kinds_module
from engine.daemon.hands import FencedDatabase, Hands, LeaseLost
from engine.daemon.kind import KINDS, Kind
from engine.daemon.promote import AHEAD, promote
from engine.report.jobs import job_queue
from engine.store import jobs
from engine.store.database import Database
from engine.store.jobs import BACK_OFF, NewJob
from engine.store.tables import audit, incident, job, setting
from engine.work.people import Conflict, Forbidden
from tests.action.nho import published

MINUTE = timedelta(minutes=1)


class Sums:
    """A kind of work of its own: every key is due until it was done; its effect is a row that can be there once."""

    def __init__(self, keys: int = 3, **options: object) -> None:
        self.due_keys = [f"k{number:06}" for number in range(keys)]
        self.fails: dict[str, Exception] = {}
        self.order: list[str] = []
        self.owner: tuple[str, str | None] | None = None
        self.kind = Kind("sum", 20, self.due, self.do, lambda _connection, _key: self.owner, **options)

    def due(self, connection, now: datetime, limit: int) -> list[str]:
        done = set(connection.execute(select(setting.c.name)).scalars())
        return [key for key in self.due_keys if key not in done][:limit]

    def do(self, bench, keys) -> bool:
        for key in keys:
            if problem := self.fails.get(key):
                raise problem
            with bench.database.write() as connection:
                connection.execute(setting.insert().values(name=key, value="1"))
            self.order.append(key)
        return True


@pytest.fixture
def sums(monkeypatch: pytest.MonkeyPatch) -> Sums:
    made = Sums(page=2)
    monkeypatch.setattr(kinds_module, "KINDS", (*KINDS, made.kind))
    return made


def hands(database: Database, clock: ManualClock, **options: object) -> Hands:
    return Hands(database, TimedIds(), clock.now, **options)


def drain(worker: Hands) -> int:
    done = 0
    while worker.work():
        done += 1
    return done


def on_record(database: Database) -> list[tuple[str, str, int]]:
    """(keys, status, tries) of every job."""
    with database.read() as connection:
        rows = connection.execute(select(job.c["keys"], job.c.status, job.c.tries).order_by(job.c["keys"])).all()
    return [tuple(row) for row in rows]


def test_due_keys_become_pages_that_are_done_once_and_go_away(database: Database, clock: ManualClock, sums: Sums):
    made = [promote(database, TimedIds(), sums.kind, clock.now()).jobs for _ in range(2)]

    assert made == [2, 0]
    assert drain(hands(database, clock)) == 2
    assert (sums.order, on_record(database)) == (sums.due_keys, [])


def test_no_more_pages_wait_than_workers_can_use_soon(sqlite: Database, clock: ManualClock, sums: Sums):
    sums.due_keys = [f"k{number:06}" for number in range(100)]

    promoted = promote(sqlite, TimedIds(), sums.kind, clock.now())

    assert (promoted.jobs, promoted.full) == (AHEAD, True)


def test_the_most_pressing_page_goes_first(sqlite: Database, clock: ManualClock):
    with sqlite.write() as connection:
        jobs.add(connection, [NewJob("dem", "task", ("a",), 0), NewJob("nguoi", "message", ("b",), 50)], clock.now())
        taken = jobs.take(connection, "w", ["task", "message"], clock.now(), MINUTE)

    assert taken and taken.id == "nguoi"


def test_many_workers_share_the_pages_and_do_each_once(database: Database, clock: ManualClock, sums: Sums):
    sums.due_keys = [f"k{number:06}" for number in range(30)]
    promote(database, TimedIds(), sums.kind, clock.now())

    threads = [threading.Thread(target=drain, args=(hands(database, clock),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sums.order) == sums.due_keys
    assert on_record(database) == []


def test_a_page_is_in_one_hand_until_its_lease_is_over(database: Database, clock: ManualClock, sums: Sums):
    promote(database, TimedIds(), sums.kind, clock.now())

    def take():
        with database.write() as connection:
            return jobs.take(connection, "w", ["sum"], clock.now(), MINUTE)

    first, second = take(), take()
    assert first and second and take() is None
    clock.advance(MINUTE)
    again = take()

    assert again and (again.id, again.fence) == (first.id, first.fence + 1)


def test_who_was_away_too_long_commits_nothing(database: Database, clock: ManualClock, sums: Sums):
    promote(database, TimedIds(), sums.kind, clock.now())
    with database.write() as connection:
        slow = jobs.take(connection, "slow", ["sum"], clock.now(), MINUTE)
    assert slow
    fenced = FencedDatabase(database.writing, database.reading, slow, clock.now, MINUTE)
    clock.advance(MINUTE)
    drain(hands(database, clock))

    with pytest.raises(LeaseLost), fenced.write() as connection:
        connection.execute(setting.insert().values(name="twice", value="1"))

    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(setting).where(
            setting.c.name == "twice")).scalar_one() == 0
    assert sorted(sums.order) == sums.due_keys


def test_a_commit_prolongs_the_lease(database: Database, clock: ManualClock, sums: Sums):
    promote(database, TimedIds(), sums.kind, clock.now())
    with database.write() as connection:
        held = jobs.take(connection, "w", ["sum"], clock.now(), MINUTE)
    assert held
    clock.advance(MINUTE / 2)
    with FencedDatabase(database.writing, database.reading, held, clock.now, MINUTE).write():
        pass
    clock.advance(MINUTE * 3 / 4)

    with database.write() as connection:
        other = jobs.take(connection, "w", ["sum"], clock.now(), MINUTE)

    assert other and other.id != held.id


def test_a_lease_from_before_the_clock_was_set_back_is_over(database: Database, clock: ManualClock, sums: Sums):
    promote(database, TimedIds(), sums.kind, clock.now())
    with database.write() as connection:
        assert jobs.take(connection, "dead", ["sum"], clock.now(), MINUTE)
    clock.advance(-timedelta(hours=1))

    with database.write() as connection:
        assert jobs.take(connection, "alive", ["sum"], clock.now(), MINUTE) is not None


def test_a_key_that_fails_keeps_nobody_up_and_waits_longer_each_time(
        database: Database, clock: ManualClock, sums: Sums):
    sums.fails["k000000"] = KeyError("k000000")
    promote(database, TimedIds(), sums.kind, clock.now())

    drain(hands(database, clock))

    assert sums.order == ["k000001", "k000002"]
    assert on_record(database) == [('["k000000"]', "waiting", 1)]
    for number, wait in enumerate(BACK_OFF, 1):
        assert promote(database, TimedIds(), sums.kind, clock.now()).jobs == 0
        assert on_record(database) == [('["k000000"]', "waiting", number)]
        clock.advance(wait - timedelta(seconds=1))
        assert drain(hands(database, clock)) == 0
        clock.advance(timedelta(seconds=1))
        assert drain(hands(database, clock)) == 1
    assert on_record(database) == [('["k000000"]', "dead", 5)]


def test_what_was_given_up_is_an_incident_that_an_administrator_tries_again(
        database: Database, ids: CountedIds, clock: ManualClock, sums: Sums):
    world = published(database, ids, clock)
    administrator = world.viewer("quan-tri")
    sums.owner = (administrator.tenant_id, world.run_id)
    sums.fails["k000000"] = KeyError("Trần A, a@nho.vn")
    promote(database, TimedIds(), sums.kind, clock.now())
    for wait in (timedelta(0), *BACK_OFF):
        clock.advance(wait)
        drain(hands(database, clock))
    queue = job_queue(database, administrator)

    [dead] = queue.given_up
    assert (dead.kind, dead.key, dead.tries, (dead.error or "").split(" ")[0]) == ("sum", "k000000", 5, "KeyError")
    assert [(one.kind, one.given_up) for one in queue.kinds] == [("sum", 1)]
    assert job_queue(database, world.viewer("nguoi-la")).given_up == ()
    for viewer, refusal in ((world.viewer("a"), Forbidden), (world.viewer("nguoi-la"), Conflict)):
        with pytest.raises(refusal):
            retry_job(database, viewer, dead.id, clock.now())
    sums.fails.clear()
    retry_job(database, administrator, dead.id, clock.now())
    assert drain(hands(database, clock)) == 1
    assert (sums.order[-1], on_record(database)) == ("k000000", [])
    with database.read() as connection:
        ended = connection.execute(select(incident.c.status).where(incident.c.command == "job")).scalar_one()
    assert ended == "retried"
    with pytest.raises(Conflict):
        retry_job(database, administrator, dead.id, clock.now())


def test_what_is_put_aside_is_no_job_any_more_and_its_key_is_taken_up_when_it_is_due_again(
        sqlite: Database, clock: ManualClock, sums: Sums):
    world = published(sqlite, CountedIds(), clock)
    administrator = world.viewer("quan-tri")
    sums.owner, sums.due_keys, sums.fails = (administrator.tenant_id, world.run_id), ["k1"], {"k1": KeyError("k1")}
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for wait in (timedelta(0), *BACK_OFF):
        clock.advance(wait)
        drain(hands(sqlite, clock))
    with sqlite.read() as connection:
        given_up = connection.execute(select(incident.c.id)).scalar_one()

    dismiss_incident(sqlite, administrator, given_up, "đã sửa tay", clock.now())
    sums.fails = {}
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    drain(hands(sqlite, clock))

    assert (sums.order, job_queue(sqlite, administrator).given_up) == (["k1"], ())
    with sqlite.read() as connection:
        detail = connection.execute(select(audit.c.detail).where(audit.c.command == "dismiss_incident")).scalar_one()
    assert '"key":"k1","kind":"sum"' in detail


def test_what_is_nobodys_is_seen_and_tried_again_by_every_administrator(
        sqlite: Database, clock: ManualClock, sums: Sums):
    world = published(sqlite, CountedIds(), clock)
    sums.due_keys, sums.fails = ["k1"], {"k1": KeyError("k1")}
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for wait in (timedelta(0), *BACK_OFF):
        clock.advance(wait)
        drain(hands(sqlite, clock))

    seen = {login: job_queue(sqlite, world.viewer(login)).given_up for login in ("quan-tri", "nguoi-la")}
    retry_job(sqlite, world.viewer("nguoi-la"), seen["nguoi-la"][0].id, clock.now())

    assert [one.key for one in seen["quan-tri"]] == ["k1"]
    assert job_queue(sqlite, world.viewer("quan-tri")).given_up == ()


def test_a_page_that_always_ends_its_worker_is_done_key_by_key_in_the_end(
        sqlite: Database, clock: ManualClock, sums: Sums):
    sums.due_keys = ["a", "b"]
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for _ in range(8):
        with sqlite.write() as connection:
            assert jobs.take(connection, "dies", ["sum"], clock.now(), MINUTE)
        clock.advance(MINUTE)

    drain(hands(sqlite, clock))

    assert on_record(sqlite) == [('["a"]', "waiting", 1), ('["b"]', "waiting", 1)]


def begun_and_left(database: Database, clock: ManualClock) -> jobs.Leased:
    """A worker takes a page and dies over it; its lease is over."""
    with database.write() as connection:
        held = jobs.take(connection, "dies", ["sum"], clock.now(), MINUTE)
    assert held
    clock.advance(MINUTE)
    return held


def test_a_key_that_gets_on_is_not_given_up_however_many_workers_die_over_it(
        sqlite: Database, clock: ManualClock, sums: Sums):
    sums.due_keys = ["a"]
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for _ in range(4):
        for _ in range(6):
            held = begun_and_left(sqlite, clock)
        with FencedDatabase(sqlite.writing, sqlite.reading, held, clock.now, MINUTE).write():
            pass
        clock.advance(MINUTE)

    drain(hands(sqlite, clock))

    assert (sums.order, on_record(sqlite)) == (["a"], [])


def test_a_key_that_ends_every_worker_before_it_gets_on_is_given_up(
        sqlite: Database, clock: ManualClock, sums: Sums):
    sums.due_keys = ["a"]
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for _ in range(8):
        begun_and_left(sqlite, clock)

    drain(hands(sqlite, clock))

    assert (sums.order, on_record(sqlite)) == ([], [('["a"]', "dead", 9)])


def test_a_page_is_done_in_smaller_bites_the_more_workers_died_over_it(
        sqlite: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch):
    sums, bites = Sums(), []
    sums.due_keys = [f"k{number:02}" for number in range(40)]
    sums.kind = Kind("sum", 10, sums.due, lambda bench, keys: bites.append(len(keys)) or sums.do(bench, keys),
                     lambda *_: None, together=True)
    monkeypatch.setattr(kinds_module, "KINDS", (*KINDS, sums.kind))
    promote(sqlite, TimedIds(), sums.kind, clock.now())
    for _ in range(2):
        begun_and_left(sqlite, clock)

    drain(hands(sqlite, clock))

    assert (bites, sums.order, on_record(sqlite)) == ([2] * 20, sums.due_keys, [])


def test_when_the_database_fails_the_page_waits_whole(sqlite: Database, clock: ManualClock, sums: Sums):
    sums.fails["k000001"] = OperationalError("INSERT", {}, Exception("disk I/O error"))
    promote(sqlite, TimedIds(), sums.kind, clock.now())

    with pytest.raises(OperationalError):
        hands(sqlite, clock).work()

    assert on_record(sqlite)[0] == ('["k000000", "k000001"]', "waiting", 1)


def test_nobody_is_urged_while_the_flow_still_moves(sqlite: Database, clock: ManualClock, monkeypatch):
    flow, urging = Sums(), Sums()
    urging.kind = Kind("urge", 10, urging.due, urging.do, lambda *_: None, after=("sum",))
    monkeypatch.setattr(kinds_module, "KINDS", (flow.kind, urging.kind))
    promote(sqlite, TimedIds(), flow.kind, clock.now())

    waits = promote(sqlite, TimedIds(), urging.kind, clock.now()).jobs
    urging.due_keys = ["x"]
    drain(hands(sqlite, clock))

    assert (waits, promote(sqlite, TimedIds(), urging.kind, clock.now()).jobs) == (0, 1)
