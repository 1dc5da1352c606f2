"""After days without a scheduler each person hears once about each task, and of nothing that is past."""

from datetime import date, timedelta

from sqlalchemy import select

from engine.action.fire_due import fire_due
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.tables import notice, person
from tests.action.nho import World, published


def told(world: World) -> list[tuple[str, int]]:
    """(login, level) of every notice of the ladder in the inbox, about the registration of Hội A."""
    about = world.task("dang-ky", "hoi-a").id
    with world.database.read() as connection:
        return sorted((row[0], row[1]) for row in connection.execute(
            select(person.c.login, notice.c.level).join(person, person.c.id == notice.c.person_id)
            .where(notice.c.task_id == about, notice.c.level > 0, notice.c.channel == "inbox")))


def after_the_last_day(world: World, working_days: int) -> date:
    """So many weekdays after the task is overdue, none of them a holiday."""
    day = world.row(world.task("dang-ky", "hoi-a").id).overdue_after
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def test_who_is_told_by_two_missed_rungs_hears_of_the_latest_alone(
        database: Database, ids: CountedIds, clock: ManualClock):
    world = published(database, ids, clock)

    world.tick(after_the_last_day(world, 1))

    assert told(world) == [("a", 3), ("sep-a", 3)]
    world.tick(after_the_last_day(world, 2))
    assert told(world) == [("a", 3), ("sep-a", 3)]


def test_an_outage_over_all_rungs_costs_each_person_one_notice_a_task(
        database: Database, ids: CountedIds, clock: ManualClock):
    world = published(database, ids, clock)

    for later in range(10, 14):
        world.tick(after_the_last_day(world, later))

    assert told(world) == [("a", 2), ("dau-moi", 4), ("sep-a", 2)]


def test_a_clock_set_back_an_hour_neither_repeats_nor_loses(
        database: Database, ids: CountedIds, clock: ManualClock):
    world = published(database, ids, clock)
    day = after_the_last_day(world, 1)
    world.tick(day, 9)
    before = told(world)

    world.clock.advance(-timedelta(hours=1))
    back = fire_due(database, ids, world.clock.now())
    world.tick(after_the_last_day(world, 3), 8)

    assert (back.notices, back.timers, back.cut_offs) == (0, 0, 0)
    assert told(world) == sorted([*before, ("dau-moi", 4)])
