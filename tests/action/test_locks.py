"""Who holds rows on PostgreSQL waits for nobody in a circle: reminders, hand-overs and people at one task."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from engine.action.claim_task import claim_task
from engine.action.decide_day import rederive_days
from engine.action.scene import Actor, Scene
from engine.action.urging import urge
from engine.store import runs, tasks
from engine.store.database import Database
from tests.action.nho import World, world

REMINDER = date(2026, 1, 23)
pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


@pytest.fixture
def prepared(database, ids, clock) -> World:
    """The opening task of the run is due to be reminded of."""
    made = world(database, ids, clock)
    made.at(REMINDER)
    return made


def until_one_waits(database: Database) -> None:
    """Until somebody waits for a row that another transaction holds; raises when nobody ever does."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                   "AND wait_event_type = 'Lock'")
    for _ in range(20_000):
        with database.read() as connection:
            if connection.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody waits")


def acts_of(world: World) -> dict[str, Callable[[], object]]:
    """What holds the run alone and then wants the task, and what wants the task alone."""
    due = world.task("ban-hanh")
    person, administrator, now = world.viewer("dau-moi"), world.viewer("quan-tri"), world.clock.now()
    return {
        "a person": lambda: world.complete("dau-moi", due.id),
        "a decision about days": lambda: rederive_days(world.database, world.ids, administrator, now),
        "a colleague": lambda: claim_task(world.database, world.ids, person, due.id, due.rev, now)}


@pytest.mark.parametrize("who", ["a person", "a decision about days", "a colleague"])
def test_reminders_and_who_wants_the_task_do_not_wait_for_each_other(prepared, who):
    due, done = prepared.task("ban-hanh"), list[object]()
    act = acts_of(prepared)[who]
    thread = threading.Thread(target=lambda: done.append(act()))

    with prepared.database.write() as reminding:
        held = tasks.due_among(reminding, [due.id], prepared.clock.now())
        thread.start()
        until_one_waits(prepared.database)
        told = urge(Scene(reminding, prepared.ids, runs.of_id(reminding, prepared.run_id), Actor(),
                          prepared.clock.now()), held)
    thread.join()

    assert (told.notices, len(done)) == (2, 1)
