"""The calendar feed: the own due days by title alone, at a secret address that can be changed and switched off."""

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.action.choose_own import choose_own
from engine.action.turn_feed import turn_feed
from engine.report.own_pages import feed_of, keys_of, own_pages
from engine.store.tables import calendar_feed, person
from engine.work.feed import DueDay, calendar_text
from engine.work.people import NotFound
from tests.action.nho import World, published, rows


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _turn(world: World, login: str, on: bool = True) -> str:
    return turn_feed(world.database, world.viewer(login), on, world.clock.now()) or ""


def _read(world: World, token: str) -> str:
    now = world.clock.now()
    return feed_of(world.database, token, date(2026, 2, 2), now, "https://kheo.vn")


def test_the_feed_holds_the_due_days_of_ones_own_tasks_by_title(running):
    text = _read(running, _turn(running, "a"))

    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Đăng ký mô hình (Kế hoạch nhỏ)\r\nTRANSP" in text
    assert "DTSTART;VALUE=DATE:20260204\r\nDTEND;VALUE=DATE:20260205\r\n" in text
    assert "Trần" not in text
    assert "Hội A" not in text


def test_what_is_sent_leaves_the_feed(running):
    token = _turn(running, "a")
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    assert "VEVENT" not in _read(running, token)


def test_another_address_and_none_end_the_one_before(running):
    first = _turn(running, "a")
    second = _turn(running, "a")
    for dead in (first, "", "x" * 32):
        with pytest.raises(NotFound):
            _read(running, dead)
    assert own_pages(running.database, running.viewer("a")).feed_since == running.clock.now()

    _turn(running, "a", on=False)

    with pytest.raises(NotFound):
        _read(running, second)
    assert own_pages(running.database, running.viewer("a")).feed_since is None


def test_the_database_does_not_hold_the_secret_and_a_closed_account_has_no_feed(running):
    token = _turn(running, "a")
    with running.database.write() as connection:
        kept = connection.execute(select(calendar_feed.c.digest)).scalar_one()
        connection.execute(update(person).where(person.c.login == "a").values(active=False))

    assert token not in kept
    with pytest.raises(NotFound):
        _read(running, token)


def test_keys_are_on_until_the_person_switches_them_off(running):
    viewer = running.viewer("a")
    before = keys_of(running.database, viewer)
    choose_own(running.database, viewer, "phím", "tắt")
    choose_own(running.database, viewer, "phím", "tắt")

    assert (before, keys_of(running.database, viewer), keys_of(running.database, running.viewer("b"))) == (
        True, False, True)


def test_long_lines_are_folded_between_letters_and_signs_escaped(clock):
    title = "Gửi báo cáo; số liệu, ý kiến\nvà đề nghị " * 4
    text = calendar_text("kheo", [DueDay("k", date(2026, 12, 31), title)], clock.now())

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:" + "Gửi báo cáo\\; số liệu\\, ý kiến\\nvà đề nghị " * 4 in unfolded
    assert "DTEND;VALUE=DATE:20270101" in unfolded
