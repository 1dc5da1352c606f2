"""The days of deadlines: every example of the register of phrases, and laws that hold for all days."""

import os
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.base.calendar import WorkCalendar
from engine.base.text import fold
from engine.plan.deadline import DeadlineError, parse_deadline
from engine.plan.official import official_calendar
from engine.work.deadline import Due, due, occurrences

COPY = Path(__file__).parents[1] / "data" / "requirements"
PHRASES = yaml.safe_load((COPY / "deadlines.yaml").read_text("utf-8"))
CALENDAR = WorkCalendar(*(
    frozenset(PHRASES["calendar_2025"][key] + PHRASES["calendar_2026"][key])
    for key in ("days_off", "worked_weekend_days")
))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def days(phrase: str, **events: date) -> Due:
    return due(parse_deadline(phrase), CALENDAR, events, 2026)


@pytest.mark.parametrize("example", [e for e in PHRASES["examples"] if "error" not in e], ids=lambda e: e["phrase"])
def test_every_example_of_the_register_holds(example):
    rule = parse_deadline(example["phrase"])
    events = {fold(name): day for name, day in example.get("events", {}).items()}
    found = due(rule, CALENDAR, events, example.get("year"))

    computed = {
        **{key: example.get(key) for key in ("year", "events", "note")}, "phrase": found.phrase,
        "kind": rule.kind, "bound": rule.bound, "recurs": rule.recurs, "at": found.at, "times": rule.times,
        "years": rule.years, "first_day": found.first_day, "last_day": found.last_day, "needs": list(found.needs),
        "last_working_day": found.last_working_day, "overdue_after": found.overdue_after,
        "warns": "".join(found.warnings),
    }
    assert {key: computed[key] for key in example} == example


@pytest.mark.parametrize("example", [e for e in PHRASES["examples"] if "error" in e], ids=lambda e: e["phrase"])
def test_an_impossible_day_of_the_register_is_refused(example):
    with pytest.raises(DeadlineError) as refusal:
        parse_deadline(example["phrase"])

    assert refusal.value.code == "no_such_day"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["deadlines.yaml", "thuy-nguyen-2026.yaml"])
def test_the_copied_registers_are_those_of_the_source_documents(name, shared):
    assert (COPY / name).read_text("utf-8") == (shared / "requirements" / name).read_text("utf-8")


def test_a_deadline_says_why():
    assert days("trước ngày 15/6/2026") == Due(
        "trước ngày 15/6/2026", date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15), date(2026, 6, 15),
        why=("“trước ngày 15/6/2026”: ngày 15/06/2026 không tính, ngày cuối là Chủ nhật 14/06/2026",
             "14/06/2026 là Chủ nhật nên ngày làm việc cuối là thứ Sáu 12/06/2026",
             "quá hạn khi hết ngày 15/06/2026"),
    )


def test_a_deadline_waits_for_its_event():
    assert days("trước 03 ngày tổ chức hội nghị thẩm định") == Due(
        "trước 03 ngày tổ chức hội nghị thẩm định", None, None, None, needs=("hội nghị thẩm định",),
        why=("“trước 03 ngày tổ chức hội nghị thẩm định”: chờ biết ngày của “hội nghị thẩm định”",),
        warnings=("ambiguous",),
    )


def test_a_yearly_date_without_a_year_needs_one():
    assert due(parse_deadline("trước ngày 10/12 hằng năm"), CALENDAR, {}, None).needs == ("năm",)


def test_a_start_is_the_day_a_task_opens():
    assert days("từ ngày 15/5/2026").opening_day == date(2026, 5, 15)


def test_a_year_without_official_notice_is_called_provisional():
    found = due(parse_deadline("trước ngày 15/6/2027"), official_calendar(2027, 2027), {}, 2027)

    assert found.why[-1] == "lịch nghỉ năm 2027 là tạm tính, chưa có thông báo chính thức"


def test_a_month_later_ends_on_the_last_day_where_the_month_is_shorter():
    found = days("trong thời hạn 01 tháng kể từ ngày nhận việc", **{"nhan viec": date(2026, 8, 31)})

    assert found.last_day == date(2026, 9, 30)


@given(DAYS, DAYS)
def test_a_later_named_day_is_never_due_earlier(one, other):
    early, late = sorted((one, other))
    phrase = "trước ngày {:%d/%m/%Y}"

    first, second = days(phrase.format(early)), days(phrase.format(late))

    assert (first.last_day, first.last_working_day, first.overdue_after) <= (
        second.last_day, second.last_working_day, second.overdue_after)


@given(DAYS, st.integers(1, 40), st.sampled_from(["ngày", "ngày làm việc", "tuần", "tháng"]))
def test_a_period_moves_with_its_first_day_and_never_ends_on_a_day_off(start, count, unit):
    phrase = f"trong thời hạn {count} {unit} kể từ ngày nhận việc"

    today = days(phrase, **{"nhan viec": start})
    tomorrow = days(phrase, **{"nhan viec": start + timedelta(days=1)})

    assert today.last_day <= tomorrow.last_day
    assert CALENDAR.is_working(today.last_day)
    assert today.last_day > start


@given(DAYS, st.integers(1, 40), st.sampled_from(["ngày", "ngày làm việc"]))
def test_days_before_an_event_are_counted_back_without_the_event_day(event, count, unit):
    found = days(f"chậm nhất {count} {unit} trước khi họp", hop=event)

    between = [found.last_day + timedelta(days=n) for n in range((event - found.last_day).days)]
    assert len([d for d in between if unit == "ngày" or CALENDAR.is_working(d)]) == count
    assert found.last_working_day <= found.last_day < event
    assert CALENDAR.is_working(found.last_working_day)


@pytest.mark.parametrize(("phrase", "said"), [
    ("trước ngày 15/10/2026 (tính theo dấu bưu điện)", "trong hạn khi dấu bưu điện không sau ngày cuối, dù đến sau"),
    ("trước ngày 15/10/2026, căn cứ ngày vào sổ văn bản đến", "trong hạn khi vào sổ văn bản đến không sau ngày cuối"),
])
def test_a_receipt_rule_is_explained(phrase, said):
    assert said in days(phrase).why


def test_a_deadline_that_returns_has_a_day_in_every_period():
    found = occurrences(parse_deadline("trước ngày 25 hằng tháng"), CALENDAR, 2026)

    assert [due.last_day.month for due in found] == list(range(1, 13))
    assert {due.last_day.day for due in found} == {24}


@pytest.mark.parametrize(("phrase", "days_"), [
    ("trước ngày 10 tháng đầu quý sau", [date(2026, 4, 9), date(2026, 7, 9), date(2026, 10, 9), date(2027, 1, 9)]),
    ("ngày cuối cùng của mỗi quý", [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]),
    ("trước ngày 15/6/2026", [date(2026, 6, 14)]),
])
def test_the_days_of_a_year_by_the_rule(phrase, days_):
    assert [due.last_day for due in occurrences(parse_deadline(phrase), CALENDAR, 2026)] == days_


def test_a_weekly_deadline_falls_on_that_weekday_all_year():
    found = occurrences(parse_deadline("chậm nhất thứ Sáu hằng tuần"), CALENDAR, 2026)

    assert (len(found), {due.last_day.weekday() for due in found}) == (52, {4})


def test_next_year_is_counted_from_the_plans_year():
    assert days("trước ngày 15/01 năm sau").last_day == date(2027, 1, 14)


@given(DAYS, st.sampled_from(["America/Los_Angeles", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "UTC"]))
def test_no_time_zone_moves_a_day(day, zone):
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        found = days(f"trước ngày {day:%d/%m/%Y}")
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()

    assert found.last_day == day - timedelta(days=1)
