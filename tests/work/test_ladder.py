"""Urging: on working days, at the hour, each rung once, and after a silence only what still matters."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from engine.base.calendar import WorkCalendar
from engine.base.clock import VIETNAM, local_moment
from engine.plan.model import Ladder
from engine.work.deadline import Due
from engine.work.ladder import due_rungs, first_ahead, passed_before, rung_days

CALENDAR = WorkCalendar(days_off=frozenset({date(2026, 6, 11)}))
LADDER = Ladder.model_validate({"các mức": [
    {"mức": 1, "trước ngày làm việc": 5, "gửi": ["người thực hiện"]},
    {"mức": 2, "trước ngày làm việc": 1, "gửi": ["người thực hiện"]},
    {"mức": 3, "đúng ngày cuối": "có", "gửi": ["người thực hiện"]},
    {"mức": 4, "sau ngày làm việc": 1, "gửi": ["đầu mối"]},
    {"mức": 5, "sau ngày làm việc": 3, "gửi": ["quyết định"]}]})
DUE = Due("trước ngày 15/6/2026", date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15))
PLANNED = [(1, date(2026, 6, 4)), (2, date(2026, 6, 10)), (3, date(2026, 6, 12)),
           (4, date(2026, 6, 16)), (5, date(2026, 6, 18))]


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return local_moment(date(2026, 6, day), hour, minute)


def sent(now: datetime, already=frozenset()):
    send, again = due_rungs(LADDER, DUE, CALENDAR, now, already)
    return [one[:2] for one in send], again


@given(some.integers(0, 24 * 30))
def test_what_comes_up_now_is_looked_at_when_its_next_rung_comes(hours):
    now = at(1) + timedelta(hours=hours)

    waiting, ahead = due_rungs(LADDER, DUE, CALENDAR, now, passed_before(LADDER, DUE, CALENDAR, now))

    assert (waiting, ahead) == ((), first_ahead(LADDER, DUE, CALENDAR, now))


def test_rungs_count_working_days_back_from_the_last_and_on_from_overdue():
    assert [one[:2] for one in rung_days(LADDER, DUE, CALENDAR)] == PLANNED
    assert rung_days(LADDER, Due("trước hội nghị", None, None, None, needs=("hội nghị",)), CALENDAR) == ()


def test_a_rung_is_sent_at_its_hour_and_not_before():
    assert sent(at(4, 7, 59)) == ([], at(4))
    assert sent(at(4)) == ([PLANNED[0]], at(10))
    assert sent(at(4), {PLANNED[0]}) == ([], at(10))


def test_after_a_silence_only_the_latest_of_each_kind_is_sent():
    assert sent(at(19, 9)) == ([PLANNED[2], PLANNED[4]], None)
    assert sent(at(19, 9), {PLANNED[2], PLANNED[4]}) == ([], None)


def test_what_was_overtaken_is_never_sent():
    assert sent(at(12), {PLANNED[2]}) == ([], at(16))


def test_a_late_scheduler_waits_for_a_working_hour():
    assert sent(at(12, 22)) == ([], at(15))
    assert sent(at(13, 10)) == ([], at(15))
    assert sent(at(15, 10)) == ([PLANNED[2]], at(16))


def test_rungs_over_before_a_task_opened_count_as_sent():
    assert passed_before(LADDER, DUE, CALENDAR, at(10)) == set(PLANNED[:2])


@given(some.lists(some.integers(0, 60 * 24 * 40), min_size=1, max_size=40))
def test_whatever_the_ticks_nothing_is_sent_twice_or_backwards_or_at_rest(minutes):
    already: set[tuple[int, date]] = set()
    order: dict[bool, list[date]] = {False: [], True: []}

    for minute in sorted(minutes):
        now = datetime(2026, 5, 25, tzinfo=UTC) + timedelta(minutes=minute)
        send, again = due_rungs(LADDER, DUE, CALENDAR, now, already)
        assert again is None or again > now
        assert not send or CALENDAR.is_working(now.astimezone(VIETNAM).date())
        assert not send or 8 <= now.astimezone(VIETNAM).hour < 21
        for level, day, rung in send:
            assert (level, day) not in already
            assert local_moment(day, 8) <= now
            already.add((level, day))
            order[rung.after is not None].append(day)

    assert all(days == sorted(days) for days in order.values())


@given(some.integers(0, 60 * 24 * 40))
def test_a_scheduler_that_follows_the_next_moment_sends_all_that_is_ahead(minute):
    now: datetime | None = datetime(2026, 5, 25, tzinfo=UTC) + timedelta(minutes=minute)
    over = passed_before(LADDER, DUE, CALENDAR, now)
    already = set(over)

    while now is not None:
        send, now = due_rungs(LADDER, DUE, CALENDAR, now, already)
        already |= {one[:2] for one in send}

    assert already == set(PLANNED)
