"""The year of a person: own tasks and deadlines on their days, holidays by name."""

from datetime import date

import pytest

from engine.action.move_event import move_event
from engine.report.calendar import calendar_page
from tests.action.nho import World, published, rows

TODAY = date(2026, 2, 2)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _page(at: World, login: str = "a", month: int = 2, year: int = 2026):
    return calendar_page(at.database, at.viewer(login), year, month, TODAY)


def _items(page) -> list[tuple[date | None, str, str, str]]:
    return [(item.day, item.kind, item.title, item.mark) for day in page.days for item in day.items]


def test_a_unit_sees_its_own_task_once_and_the_deadlines_of_the_plan_that_are_not_its_task_yet(running):
    assert _items(_page(running)) == [(date(2026, 2, 4), "task", "Đăng ký mô hình", "soon")]
    assert _items(_page(running, month=6)) == [
        (date(2026, 6, 12), "step", "Báo cáo 6 tháng", "plain"),
        (date(2026, 6, 30), "step", "Tổng hợp báo cáo", "plain")]
    assert [item[1] for item in _items(_page(running, "dau-moi"))] == ["step"]


def test_what_was_returned_is_there_once_to_be_done_again(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="Nêu rõ mục tiêu", code="hoi-a")

    assert _items(_page(running)) == [(date(2026, 2, 4), "task", "Đăng ký mô hình", "soon")]


def test_a_task_says_why_it_is_due_that_day(running):
    day = next(day for day in _page(running).days if day.items)

    assert day.items[0].why[0].startswith("“trước ngày 05/02/2026”")


def test_only_who_reads_the_whole_run_sees_how_far_the_units_are(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    progress = {login: [item.progress for day in _page(running, login, month).days for item in day.items
                        if item.kind == "step"] for login, month in (("dau-moi", 2), ("b", 6))}

    assert progress == {"dau-moi": [(1, 3)], "b": [None, None]}


def test_alike_tasks_of_one_day_are_one_line_with_their_number(running):
    running.at(date(2026, 2, 2))
    for login in "ab":
        running.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")

    found = [(item.title, item.count) for day in _page(running, "dau-moi").days for item in day.items
             if item.kind == "task"]

    assert found == [("Tiếp nhận hoặc trả lại: Đăng ký mô hình", 2)]


def test_holidays_have_their_name_and_weekend_days_worked_are_there(running):
    days = {day.day: (day.working, day.holiday) for day in _page(running, month=1).days}

    assert days[date(2026, 1, 1)] == (False, "Tết Dương lịch")
    assert days[date(2026, 1, 10)][0] is True
    assert not _page(running).provisional
    assert calendar_page(running.database, running.viewer("a"), 2027, 1, TODAY).provisional


def test_an_event_waits_without_a_day_and_then_stands_on_it(running):
    assert [item.title for item in _page(running).undated] == ["Họp chấm"]
    move_event(running.database, running.ids, running.viewer("dau-moi"), running.run_id, "họp chấm", date(2026, 10, 20),
               running.clock.now())

    page = _page(running, month=10)

    assert (page.undated, _items(page)) == ((), [(date(2026, 10, 20), "event", "Họp chấm", "event")])


def test_the_grid_marks_the_worst_of_a_day(running):
    running.at(date(2026, 2, 9))
    page = calendar_page(running.database, running.viewer("a"), 2026, 2, date(2026, 2, 9))

    marks = {day.day: day.mark for week in page.grid[1] for day in week if day and day.mark}

    assert marks == {date(2026, 2, 4): "late"}


def test_another_ward_sees_nothing_of_it(running):
    page = _page(running, "nguoi-la")

    assert (_items(page), page.undated, sum(page.counts)) == ([], (), 0)
