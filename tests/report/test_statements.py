"""Pages of a person cost as many statements with many rows, and many runs, as with few."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.action.prepare_run import prepare_run
from engine.report.absences import absence_page
from engine.report.calendar import calendar_page
from engine.report.notices import notice_page
from engine.report.seen_run import seen_runs
from engine.report.vote_list import looks_after, vote_list
from engine.store import runs
from engine.store.tables import notice
from tests.action.council import council, council_plan, vote
from tests.action.leave import away
from tests.action.nho import World

RULES = "bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, thư ký: đầu mối}"
TODAY = date(2026, 3, 2)


@pytest.fixture
def hall(sqlite, ids, clock) -> World:
    return council(sqlite, ids, clock, RULES, "mỗi đơn vị")


def _cost(world: World, count_statements, ask: Callable[[], object]) -> int:
    """The second time: plans are read by then."""
    ask()
    with count_statements(world.database) as sent:
        ask()
    return len(sent)


def _another_run(world: World, code: str) -> str:
    """Of a plan of that code, in which votes are open."""
    by, now = world.viewer("dau-moi"), world.clock.now()
    other = World(world.database, world.ids, world.clock)
    other.run_id = prepare_run(world.database, world.ids, by, council_plan(RULES, "mỗi đơn vị", code=code), 2026, now)
    other.send("dau-moi", "ban-hanh")
    other.send("dau-moi", "lap-hoi-dong", answers={"hoi-dong": {"thanh_vien": [
        world.viewer(login).person_id for login in ("a", "b", "c")]}})
    return other.run_id


def _notices(world: World, login: str, run_ids: list[str], number: int) -> None:
    now, person, task_id = world.clock.now(), world.viewer(login).person_id, world.task("xet", "hoi-a").id
    with world.database.write() as connection:
        connection.execute(insert(notice), [{
            "id": f"{login}{run_id}{n}", "task_id": task_id, "run_id": run_id, "level": int(run_id) * 100 + n,
            "planned_day": TODAY, "person_id": person, "channel": "inbox", "kind": "reminder",
            "text": f"Lời {n}", "made_at": now + timedelta(minutes=n)} for run_id in run_ids for n in range(number)])


@pytest.mark.parametrize("login", ["thuong-truc", "quan-tri"])
def test_notices_of_many_runs_cost_what_those_of_one_cost(hall, count_statements, login):
    def ask() -> object:
        return notice_page(hall.database, hall.viewer(login))

    _notices(hall, login, [hall.run_id], 1)
    few = _cost(hall, count_statements, ask)
    _notices(hall, login, [_another_run(hall, code) for code in ("hai", "ba")], 10)

    assert _cost(hall, count_statements, ask) == few
    assert notice_page(hall.database, hall.viewer(login)).unread > 20


@pytest.mark.parametrize("login", ["thuong-truc", "dau-moi"])
def test_the_list_of_votes_costs_as_much_for_many_runs_as_for_one(hall, count_statements, login):
    viewer = hall.viewer(login)

    def ask() -> object:
        return vote_list(hall.database, viewer, TODAY), looks_after(hall.database, viewer)

    few = _cost(hall, count_statements, ask)
    for code in ("hai", "ba"):
        _another_run(hall, code)

    assert _cost(hall, count_statements, ask) == few
    assert [len(one.open) for one in vote_list(hall.database, viewer, TODAY)] == [3, 3, 3]


def test_the_page_of_absences_costs_as_much_for_many_as_for_none(hall, count_statements):
    viewer = hall.viewer("quan-tri")

    def ask() -> object:
        return absence_page(hall.database, viewer, None, TODAY)

    away(hall, "a", TODAY, TODAY, "b")
    few = _cost(hall, count_statements, ask)
    for login, instead in (("b", ""), ("c", "sep-a"), ("dau-moi", "sep-a"), ("thuong-truc", "a")):
        for day in (5, 12):
            away(hall, login, date(2026, 4, day), date(2026, 4, day + 1), instead)

    assert _cost(hall, count_statements, ask) == few
    assert len(absence_page(hall.database, viewer, None, TODAY).below) == 9


def test_the_calendar_costs_as_much_for_many_tasks_as_for_few(hall, count_statements):
    few = _cost(hall, count_statements, lambda: calendar_page(hall.database, hall.viewer("c"), 2026, 3, TODAY))
    for code in ("hoi-a", "hoi-b", "hoi-c"):
        for login in ("a", "sep-a", "b", "c", "dau-moi"):
            vote(hall, login, "tan-thanh", code)

    assert _cost(hall, count_statements, lambda: calendar_page(hall.database, hall.viewer("dau-moi"), 2026, 3, TODAY)
                 ) == few


@pytest.mark.parametrize("login", ["thuong-truc", "dau-moi", "a", "quan-tri"])
def test_the_calendar_costs_as_much_for_many_runs_as_for_one(hall, count_statements, login):
    """Of who reads every run, coordinates them, has tasks in them, and of an administrator."""
    def ask() -> object:
        return calendar_page(hall.database, hall.viewer(login), 2026, 3, TODAY)

    few = _cost(hall, count_statements, ask)
    made = {hall.run_id, *(_another_run(hall, code) for code in ("hai", "ba"))}

    assert _cost(hall, count_statements, ask) == few
    with hall.database.read() as connection:
        asked = runs.of_year(connection, hall.viewer(login).tenant_id, 2026)
        assert {one.run.id for one in seen_runs(connection, hall.viewer(login), asked, TODAY)} == made
