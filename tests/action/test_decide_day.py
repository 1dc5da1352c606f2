"""A decision on a day: open deadlines are derived again, what moves is told first and then happens."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.decide_day import Decision, decide_day, preview_day, rederive_days
from engine.base.calendar import DayOverride
from engine.store.decided_days import decided_days, overrides_of
from engine.store.tables import audit
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.nho import World, published

OFF = Decision(date(2026, 2, 4), False, "Thông báo 12/TB-UBND", date(2026, 1, 10))


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _moved(found):
    return [(one.title, one.before, one.after, one.working_before, one.working_after)
            for run in found for one in run.moved]


def test_a_day_off_moves_the_last_working_day_of_open_tasks(running):
    before = running.task("dang-ky", "hoi-a")

    found = decide_day(running.database, running.ids, running.viewer("quan-tri"), OFF, running.clock.now())

    after = running.row(before.id)
    assert (before.last_day, before.last_working_day) == (date(2026, 2, 4), date(2026, 2, 4))
    assert (after.last_day, after.last_working_day) == (date(2026, 2, 4), date(2026, 2, 3))
    assert _moved(found)[0] == (
        "Đăng ký mô hình", date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 3))
    assert after.next_act_at < before.next_act_at


def test_what_the_preview_says_is_what_happens_and_the_preview_writes_nothing(running):
    viewer, now = running.viewer("quan-tri"), running.clock.now()

    told = preview_day(running.database, running.ids, viewer, OFF, now)
    with running.database.read() as connection:
        assert overrides_of(connection, viewer.tenant_id) == ()
    done = decide_day(running.database, running.ids, viewer, OFF, now)

    assert told == done and _moved(told)


def test_a_withdrawn_decision_moves_everything_back(running):
    viewer, now = running.viewer("quan-tri"), running.clock.now()
    there = decide_day(running.database, running.ids, viewer, OFF, now)

    back = decide_day(running.database, running.ids, viewer, Decision(OFF.day, None), now)

    assert [(a, d, c) for _, a, _, c, d in _moved(back)] == [(a, c, d) for _, a, _, c, d in _moved(there)]
    with running.database.read() as connection:
        assert overrides_of(connection, viewer.tenant_id) == ()


def test_a_second_decision_on_a_day_takes_the_place_of_the_first(running):
    viewer, now = running.viewer("quan-tri"), running.clock.now()
    for decision in (OFF, Decision(OFF.day, True, "Thông báo 13/TB-UBND", date(2026, 1, 14))):
        decide_day(running.database, running.ids, viewer, decision, now)

    with running.database.read() as connection:
        assert overrides_of(connection, viewer.tenant_id) == (DayOverride(OFF.day, True, "Thông báo 13/TB-UBND"),)
        assert [(d.set_by, d.decided_on) for d in decided_days(connection, viewer.tenant_id)] == [
            ("Quản Trị", date(2026, 1, 14))]


def test_another_body_keeps_its_own_calendar(running):
    stranger, now = running.viewer("nguoi-la"), running.clock.now()
    before = running.task("dang-ky", "hoi-a")

    found = decide_day(running.database, running.ids, stranger, OFF, now)

    assert found == () and running.row(before.id).last_working_day == before.last_working_day


def test_deriving_again_with_the_same_calendar_moves_nothing(running):
    assert rederive_days(running.database, running.ids, running.viewer("quan-tri"), running.clock.now()) == ()


@pytest.mark.parametrize(("login", "decision", "refusal", "says"), [
    ("dau-moi", OFF, Forbidden, "Chỉ người quản trị sửa được lịch làm việc"),
    ("quan-tri", Decision(date(2036, 2, 4), False, "TB 1"), Conflict, "cách hôm nay quá 2 năm"),
    ("quan-tri", Decision(date(2026, 2, 4), False, " "), Conflict, "Chưa ghi văn bản quyết định"),
    ("quan-tri", Decision(date(2026, 2, 4), False, "TB 1", date(2027, 1, 1)), Conflict, "ở tương lai"),
    ("quan-tri", Decision(date(2026, 2, 4), None), NotFound, "Không có quyết định nào về ngày 04/02/2026"),
])
def test_a_decision_is_refused_with_its_reason_and_nothing_is_kept(running, login, decision, refusal, says):
    viewer = running.viewer(login)

    with pytest.raises(refusal, match=says):
        decide_day(running.database, running.ids, viewer, decision, running.clock.now())

    with running.database.read() as connection:
        assert overrides_of(connection, viewer.tenant_id) == ()


def test_the_audit_knows_who_decided(running):
    decide_day(running.database, running.ids, running.viewer("quan-tri"), OFF, running.clock.now())

    with running.database.read() as connection:
        kept = connection.execute(select(audit.c.subject).where(audit.c.command == "decide_day")).scalars().all()
    assert kept == ["2026-02-04"]
