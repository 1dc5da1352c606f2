"""A due day as the inbox shows it, on the days around it."""

from datetime import date

import pytest

from engine.base.calendar import WorkCalendar
from engine.work.due_state import (
    DayCell,
    DueState,
    TaskDays,
    awaited,
    done_state,
    due_state,
    why_days,
)

CALENDAR = WorkCalendar()
BEFORE_15_JUNE = TaskDays(date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15))  # 14/6 is a Sunday


@pytest.mark.parametrize(("today", "state"), [
    (date(2026, 5, 20), DueState("later", "14/06/2026", "–")),
    (date(2026, 6, 2), DueState("later", "14/06/2026", "–")),
    (date(2026, 6, 3), DueState("week", "còn 7 ngày làm việc", "○")),
    (date(2026, 6, 8), DueState("week", "còn 4 ngày làm việc", "○")),
    (date(2026, 6, 9), DueState("soon", "còn 3 ngày làm việc", "◐")),
    (date(2026, 6, 12), DueState("now", "hạn hôm nay", "●")),
    (date(2026, 6, 13), DueState("now", "hạn Chủ nhật 14/06", "●")),
    (date(2026, 6, 14), DueState("now", "hạn hôm nay", "●")),
    (date(2026, 6, 15), DueState("now", "đến ngày ghi trong kế hoạch", "●")),
    (date(2026, 6, 16), DueState("late", "quá hạn 1 ngày làm việc", "▲")),
    (date(2026, 6, 22), DueState("late", "quá hạn 5 ngày làm việc", "▲")),
])
def test_the_state_follows_the_day(today, state):
    assert due_state(BEFORE_15_JUNE, today, CALENDAR) == state


def test_overdue_since_a_weekend_is_overdue_by_no_working_day():
    friday = TaskDays(date(2026, 6, 12), date(2026, 6, 12), date(2026, 6, 12))

    assert due_state(friday, date(2026, 6, 13), CALENDAR) == DueState("late", "quá hạn", "▲")


def test_a_task_without_a_day_waits_for_the_event():
    waiting = TaskDays(needs=("hội nghị thẩm định",))

    assert due_state(waiting, date(2026, 6, 1), CALENDAR) == DueState(
        "none", "chờ ấn định ngày hội nghị thẩm định", "?")
    assert due_state(TaskDays(), date(2026, 6, 1), CALENDAR) == DueState("none", "chưa có hạn", "?")


def test_a_finished_task_says_when():
    assert done_state(date(2026, 6, 11)) == DueState("done", "đã gửi 11/06/2026", "✓")
    said = [done_state(date(2026, 6, 11), act).words for act in ("review", "decide", "ballot", "acknowledge", "opine")]
    assert said == ["đã tiếp nhận 11/06/2026", "đã quyết định 11/06/2026", "đã gửi phiếu 11/06/2026",
                    "đã xác nhận 11/06/2026", "đã góp ý 11/06/2026"]
    assert done_state(date(2026, 6, 11), "review", returned=True).words == "đã trả lại 11/06/2026"


def test_five_days_explain_the_last_one():
    days = TaskDays(date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 5))

    assert why_days(days, date(2026, 2, 2), CALENDAR, {date(2026, 2, 3)}) == (
        DayCell(date(2026, 2, 2), "T2", "02/02", "hôm nay", "today"),
        DayCell(date(2026, 2, 3), "T3", "03/02", "nhắc", ""),
        DayCell(date(2026, 2, 4), "T4", "04/02", "ngày cuối", "last"),
        DayCell(date(2026, 2, 5), "T5", "05/02", "ngày ghi trong kế hoạch", "last"),
        DayCell(date(2026, 2, 6), "T6", "06/02", "quá hạn", "late"))


def test_a_last_day_at_rest_shows_the_last_working_day_and_today_far_away_leaves_a_gap():
    assert why_days(BEFORE_15_JUNE, date(2026, 6, 1), CALENDAR) == (
        DayCell(date(2026, 6, 1), "T2", "01/06", "hôm nay", "today"),
        DayCell(date(2026, 6, 12), "T6", "12/06", "ngày làm việc cuối", "last", True),
        DayCell(date(2026, 6, 14), "CN", "14/06", "ngày cuối", "last", True),
        DayCell(date(2026, 6, 15), "T2", "15/06", "ngày ghi trong kế hoạch", "last"),
        DayCell(date(2026, 6, 16), "T3", "16/06", "quá hạn", "late"))
    assert why_days(BEFORE_15_JUNE, date(2026, 6, 30), CALENDAR)[-1] == DayCell(
        date(2026, 6, 30), "T3", "30/06", "hôm nay", "today late", True)
    assert why_days(TaskDays(), date(2026, 6, 30), CALENDAR) == ()


def test_today_keeps_its_ring_and_says_when_it_is_the_last_day():
    tones = [
        next((cell.note, cell.tone) for cell in why_days(BEFORE_15_JUNE, today, CALENDAR) if cell.day == today)
        for today in (date(2026, 6, 12), date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 16))
    ]

    assert tones == [("hôm nay", "today last"), ("hôm nay, ngày cuối", "today last"), ("hôm nay", "today last"),
                     ("hôm nay", "today late")]


def test_a_phrase_waits_for_its_event_but_not_for_the_coming_of_the_task():
    phrases = ("trước 03 ngày tổ chức hội nghị thẩm định", "trong thời hạn 10 ngày kể từ ngày nhận việc",
               "trước ngày 15/6/2026", "", "không phải là hạn")

    assert [awaited(phrase) for phrase in phrases] == [("hội nghị thẩm định",), (), (), (), ()]
