"""Messages under faults: the program dies between any two statements, two deliver at once, a process is killed."""

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from engine.action import moving
from engine.action.complete_task import complete_task
from engine.action.deliver_messages import deliver_messages
from engine.action.retry_incident import retry_incident
from engine.base.clock import ManualClock
from engine.base.ids import TimedIds
from engine.store import runs
from engine.store.database import Database, open_database
from engine.store.tables import incident, instance, message, task
from tests.action.crashing import contents, crash_at
from tests.action.telling import CHECKERS, Telling, telling

ROOT = Path(__file__).parents[2]
UNITS = ("h000", "h001", "h002")
_numbers = count(1)


def act(world: Telling, login: str, step: str, code: str = "") -> None:
    """Do the open task, as that person; nothing when it is not open."""
    for row in world.rows("open"):
        if row.step == step and code in ("", row.code):
            complete_task(world.database, world.ids, world.viewer(login), row.id, row.rev, "xong", {}, None, "",
                          world.clock.now())
            return


def carry_out(world: Telling, what: str, *how: object) -> None:
    match what, how:
        case "tell", (str(step),):
            act(world, "dau-moi", step)
        case "do", (str(code),):
            act(world, code, "nghe-mot", code)
        case "check", (str(code),):
            act(world, CHECKERS, "nghe-hai", code)
        case "deliver", (int(page),):
            deliver_messages(world.database, world.ids, world.clock.now(), page, world.run_id)
        case "dissolve", ():
            world.recode(CHECKERS, "da-giai-the")
        case "restore", ():
            world.recode("da-giai-the", CHECKERS)
        case "wait", (int(minutes),):
            world.clock.advance(timedelta(minutes=minutes))


def in_order(world: Telling) -> bool:
    """Nothing arrived while what the same sender had said to the same receiver before was under way."""
    under_way: set[tuple[str, str]] = set()
    for one in world.messages():
        if one.status in ("waiting", "failed"):
            under_way.add((one.sender_id, one.receiver_id))
        elif one.status == "delivered" and (one.sender_id, one.receiver_id) in under_way:
            return False
    return True


def counted_rightly(world: Telling) -> bool:
    """The step that waits for all is open only when all have done their part."""
    done = [row for row in world.rows("done") if row.step in ("nghe-mot", "nghe-hai")]
    return len(done) == 2 * len(UNITS) or not any(row.step == "tong-hop" for row in world.rows("open", "done"))


def incidents_of(world: Telling) -> list[str]:
    with world.database.read() as connection:
        return list(connection.execute(select(incident.c.id).where(
            incident.c.run_id == world.run_id, incident.c.status == "open")).scalars())


def to_the_end(world: Telling) -> None:
    """The body is there again, what was given up is tried again, everybody does what is open."""
    carry_out(world, "restore")
    for _ in range(4):
        for step in ("ban-hanh", "tin-mot", "tin-hai"):
            act(world, "dau-moi", step)
        for code in UNITS:
            carry_out(world, "do", code)
            carry_out(world, "check", code)
        for one in incidents_of(world):
            retry_incident(world.database, world.ids, world.viewer("dau-moi"), one, world.clock.now())
        carry_out(world, "wait", 600)
        world.deliver()


ACTS = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(["ban-hanh", "tin-mot", "tin-hai"])),
    st.tuples(st.sampled_from(["do", "check"]), st.sampled_from(UNITS)),
    st.tuples(st.just("deliver"), st.integers(1, 4)),
    st.tuples(st.sampled_from(["dissolve", "restore"])),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 180])))
DIES = st.one_of(st.none(), st.integers(1, 70))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(at_once=st.sampled_from([0, 1, 2, 50]), play=st.lists(st.tuples(ACTS, DIES), min_size=4, max_size=16))
def test_whatever_dies_when_each_message_has_one_effect_in_its_order(database, ids, monkeypatch, at_once, play):
    clock = ManualClock(datetime(2026, 1, 15, 1, tzinfo=UTC))
    world = telling(database, ids, clock, len(UNITS), mark=f"x{next(_numbers)}")
    monkeypatch.setattr(moving, "AT_ONCE", at_once)

    for what, dies in [(("tell", "ban-hanh"), None), *play]:
        with crash_at(database, dies or 0):
            carry_out(world, *what)
        assert in_order(world)
        assert counted_rightly(world)
    to_the_end(world)

    opened = Counter((row.step, row.code) for row in world.rows("open", "done"))
    run_steps = ("ban-hanh", "tin-mot", "tin-hai", "chon", "tong-hop")
    assert opened == {**{(step, "dau-moi"): 1 for step in run_steps},
                      **{(step, code): 1 for step in ("dang-ky", "nghe-mot", "nghe-hai") for code in UNITS}}
    arrived = Counter((one.name, one.receiver_id, one.node) for one in world.messages() if one.status == "delivered")
    assert set(arrived.values()) == {1}
    assert len(arrived) == 3 * len(UNITS) + 1
    assert {one.status for one in world.messages()} == {"delivered"}


def test_death_at_any_statement_of_a_page_leaves_everything_as_it_was(database, ids, clock, monkeypatch):
    monkeypatch.setattr(moving, "AT_ONCE", 0)
    world = telling(database, ids, clock, len(UNITS))
    world.half_told("dau-moi", "ban-hanh")
    before = contents(database)

    for number in count(1):
        with crash_at(database, number) as death:
            deliver_messages(database, ids, clock.now())
        if not death.came:
            break
        assert contents(database) == before

    assert number > 20
    assert world.statuses() == {"delivered": 3}
    assert [row.step for row in world.rows("open")].count("dang-ky") == 3


def test_death_at_any_statement_of_an_act_leaves_all_of_it_or_nothing(database, ids, clock):
    world = telling(database, ids, clock, len(UNITS))
    act(world, "dau-moi", "ban-hanh")
    (work,) = [row for row in world.rows("open") if row.step == "tin-mot"]
    me, before = world.viewer("dau-moi"), contents(database)

    for number in count(1):
        with crash_at(database, number) as death:
            complete_task(database, ids, me, work.id, work.rev, "xong", {}, None, "k", clock.now())
        if not death.came:
            break
        assert contents(database) == before

    assert number > 30
    assert [row.step for row in world.rows("open")].count("nghe-mot") == 3


def test_two_who_deliver_at_once_deliver_nothing_twice(database_url, database, ids, clock):
    world = telling(database, ids, clock, 150)
    world.half_told("dau-moi", "ban-hanh")
    together, pages = threading.Barrier(3), []

    def deliver() -> None:
        own = open_database(database_url)
        together.wait()
        done = 0
        while deliver_messages(own, TimedIds(), clock.now(), 7):
            done += 1
        pages.append(done)
        own.close()

    workers = [threading.Thread(target=deliver) for _ in range(2)]
    for one in workers:
        one.start()
    together.wait()
    act(world, "dau-moi", "tin-mot")
    for one in workers:
        one.join()
    world.deliver()

    assert len(pages) == 2
    assert Counter(row.step for row in world.rows("open"))["dang-ky"] == 150
    assert Counter(row.step for row in world.rows("open"))["nghe-mot"] == 150
    assert Counter((one.name, one.status, one.tries) for one in world.messages()) == {
        ("ban-hanh", "delivered", 1): 150, ("tin-mot", "delivered", 1): 150}


PUBLISH = """
import sys
from datetime import UTC, datetime
from engine.action.retry_incident import retry_incident
from engine.base.clock import ManualClock
from engine.base.ids import TimedIds
from engine.store.database import open_database
from tests.action.telling import Telling
url, run_id = sys.argv[1:]
world = Telling(open_database(url), TimedIds(), ManualClock(datetime(2026, 1, 15, 1, tzinfo=UTC)), run_id)
world.send("dau-moi", "ban-hanh")
"""


def started(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).where(message.c.status == "delivered")).scalar_one())


def test_a_publication_to_two_thousand_units_goes_on_after_a_kill(database_url, database, ids, clock):
    units = 2000
    world = telling(database, TimedIds(), clock, units)
    killed = subprocess.Popen([sys.executable, "-c", PUBLISH, database_url, world.run_id], cwd=ROOT)
    while not 0 < started(database) < units and killed.poll() is None:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = started(database)

    pages = world.deliver(page=500)

    assert 0 < before < units
    assert pages == -(-(units - before) // 500)
    assert world.statuses() == {"delivered": units}
    with database.read() as connection:
        opened = connection.execute(select(func.count(), func.count(task.c.unit_id.distinct())).where(
            task.c.step == "dang-ky")).one()
        unstarted = connection.execute(select(func.count()).where(func.length(instance.c.state) == 0)).scalar_one()
    assert (*opened, unstarted) == (units, units, 0)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_delivers_takes_a_run_that_nobody_holds(database, ids, clock):
    held, free = (telling(database, ids, clock, 60, mark=mark) for mark in ("", "x"))
    for world in (held, free):
        world.half_told("dau-moi", "ban-hanh")

    with database.write() as connection:
        runs.lock(connection, held.run_id, exclusive=True)
        delivered = deliver_messages(database, ids, clock.now())
        so_far = held.statuses(), free.statuses()

    assert delivered
    assert so_far == ({"waiting": 60}, {"delivered": 60})
    assert held.deliver() == 1
