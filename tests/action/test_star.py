"""A mark on an open task: the person's alone, in a view of its own, and only where a list would show it."""

from datetime import date

import pytest

from engine.action.star_task import star_task
from engine.plan.official import official_calendar
from engine.report.inbox import inbox_of, side_of
from engine.report.task_page import task_page
from engine.report.wanted import Wanted
from engine.work.people import NotFound
from tests.action.nho import World, published, rows

TODAY = date(2026, 2, 2)
CALENDAR = official_calendar(2025, 2027)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _marked(world: World, login: str, view: str = "danh-dau") -> list[str]:
    found = inbox_of(world.database, world.viewer(login), Wanted(view), None, TODAY, CALENDAR)
    return [row.id for row in found.rows if row.star]


def test_a_marked_task_stands_in_a_view_of_its_own_for_the_person_alone(running):
    of_a = running.task("dang-ky", "hoi-a").id

    star_task(running.database, running.viewer("a"), of_a, True)
    star_task(running.database, running.viewer("a"), of_a, True)

    assert _marked(running, "a") == _marked(running, "a", "can-lam") == [of_a]
    assert side_of(running.database, running.viewer("a"), TODAY).counts["danh-dau"] == 1
    assert _marked(running, "sep-a") == _marked(running, "sep-a", "can-lam") == []
    assert task_page(running.database, running.viewer("a"), of_a, TODAY).star is True
    assert task_page(running.database, running.viewer("sep-a"), of_a, TODAY).star is False


def test_the_mark_is_taken_away(running):
    of_a = running.task("dang-ky", "hoi-a").id
    star_task(running.database, running.viewer("a"), of_a, True)

    star_task(running.database, running.viewer("a"), of_a, False)

    assert _marked(running, "a") == []


def test_nobody_marks_what_no_list_would_show(running):
    of_a = running.task("dang-ky", "hoi-a").id
    for login in ("b", "nguoi-la"):
        with pytest.raises(NotFound, match="không đánh dấu được"):
            star_task(running.database, running.viewer(login), of_a, True)
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    with pytest.raises(NotFound, match="Việc này đã xong"):
        star_task(running.database, running.viewer("a"), of_a, True)

    assert task_page(running.database, running.viewer("a"), of_a, TODAY).star is None
