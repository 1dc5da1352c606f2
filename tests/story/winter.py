"""January to March: the plan comes into force, units register, one is returned, one is late."""

from collections import Counter
from datetime import date

import pytest

from engine.work.people import Forbidden
from tests.story import answers as a
from tests.story.desk import (
    a_continued_initiative_is_refused_until_it_states_a_higher_goal,
    a_registration_goes_back_with_a_reason,
    only_the_office_may_receive_and_only_once,
)
from tests.story.pages import the_calendar_shows_the_half_year_report, the_overview_names_the_late_unit
from tests.story.year import Year

LATE = "cong-ty-co-khi"
RETURNED = "hoi-nong-dan"
BY_PAGES = "hoi-phu-nu"
"""Registers and is received through the pages; the others through the actions behind them."""


def nobody_sees_anything_before_publication(year: Year) -> None:
    year.begin()

    assert year.opened() == {"ban-hanh": 1}
    assert year.days("ban-hanh") == (date(2026, 1, 24), date(2026, 1, 23), date(2026, 1, 25))
    with pytest.raises(Forbidden):
        year.do("hoinongdan.cb", "ban-hanh", a.published())


def the_coordinator_publishes_before_25_january(year: Year) -> None:
    year.go_to(date(2026, 1, 20))
    year.do("banxaydungdang.tt", "ban-hanh", a.published())

    four = {"dang-ky": 26, "lua-chon-khao-sat": 26, "quan-triet": 26, "ra-soat": 26}
    assert year.opened() == four
    assert year.open("dang-ky") == list(year.units())
    assert year.days("dang-ky", RETURNED) == (date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 5))
    office = ("banxaydungdang.cb", "banxaydungdang.cb2", "banxaydungdang.pho", "banxaydungdang.tt")
    assert year.told("ban-hanh") == [
        (1, date(2026, 1, 16), date(2026, 1, 16), login, channel) for login in office for channel in ("email", "inbox")]


def every_unit_acknowledges_and_looks_at_what_it_has(year: Year) -> None:
    year.go_to(date(2026, 1, 26))
    for unit in year.units():
        year.do(year.officer(unit), "quan-triet", a.acknowledged(), unit=unit)
        year.do(year.officer(unit), "ra-soat", a.reviewed(), unit=unit)
        year.do(year.officer(unit), "lua-chon-khao-sat", a.surveyed(), unit=unit)

    assert year.opened() == {"dang-ky": 26}


def units_register_and_the_coordinator_receives(year: Year) -> None:
    year.go_to(date(2026, 1, 29))
    for unit in sorted(set(year.units()) - {LATE, BY_PAGES}):
        year.do(year.officer(unit), "dang-ky", a.registration(a.rows_of(unit)), unit=unit)

    assert year.register() == Counter(sent=26, accepted=1)
    received = [f"tiếp nhận: {unit}" for unit in year.units() if unit not in (LATE, BY_PAGES)]
    assert year.open("dang-ky") == sorted([LATE, *received])
    for unit in sorted(set(year.units()) - {LATE, RETURNED, BY_PAGES}):
        year.do("banxaydungdang.cb", "dang-ky", outcome="nhan", unit=unit)
    assert year.register() == Counter(accepted=24, sent=3)
    assert year.data("Nuôi thả tép trên chân ruộng trũng")["loai_ca_nhan"] == "cu-dan"
    assert year.data("Mỗi tuần một cuốn sách hay")["chuc_vu"] == "Giáo viên"


def a_returned_registration_comes_again_with_a_row_changed_one_added_one_gone(year: Year) -> None:
    page = a_registration_goes_back_with_a_reason(year, RETURNED, "hoinongdan.cb")
    assert page.values()["r.mau-1.danh_sach"] == ["r1", "r2", "r3"]
    again = year.task("dang-ky", RETURNED)
    assert (again.slot, again.returned, again.last_day) == ("chính", 1, date(2026, 2, 4))

    year.go_to(date(2026, 1, 30))
    changed = {**a.GUAVA, "ket_qua_du_kien": "Từ 80% số hộ hưởng ứng"}
    year.do("hoinongdan.cb", "dang-ky", a.registration([changed, a.SHRIMP, a.FLOWERS]), unit=RETURNED)
    year.do("banxaydungdang.pho", "dang-ky", outcome="nhan", unit=RETURNED)

    assert year.register() == Counter(accepted=27, withdrawn=1)
    mine = {name: (one.status, one.data["ket_qua_du_kien"]) for name, one in year.entries().items()
            if one.unit_id == year.unit_id(RETURNED)}
    assert mine == {
        "Trồng ổi lê phát triển kinh tế": ("accepted", "Từ 80% số hộ hưởng ứng"),
        "Nuôi thả tép trên chân ruộng trũng": ("accepted", "Từ 70% số hộ hưởng ứng"),
        "Nuôi ong lấy mật": ("withdrawn", "Từ 70% số hộ hưởng ứng"),
        "Trồng hoa lay ơn cuối vụ": ("accepted", "Từ 70% số hộ hưởng ứng")}


def each_initiative_gets_its_plan_in_time(year: Year) -> None:
    year.go_to(date(2026, 2, 2))
    rows = {str(row["ten"]): row for unit in year.units() for row in (*a.rows_of(unit), a.FLOWERS)}
    wanted = year.open("ke-hoach-mo-hinh")
    for name in wanted:
        year.do(year.owner(name), "ke-hoach-mo-hinh", a.plan_of(rows[name]), entry=name)
        year.do("banxaydungdang.cb", "ke-hoach-mo-hinh", outcome="nhan", entry=name)

    assert len(wanted) == 27
    assert year.open("ra-mat") == [
        "Bữa sáng cho công nhân ca sớm", "Mỗi tuần một cuốn sách hay", "Trồng ổi lê phát triển kinh tế"]
    assert year.data("Trồng ổi lê phát triển kinh tế")["ngay_ra_mat"] == "2026-03-02"


def the_late_unit_is_reminded_and_escalated_step_by_step(year: Year) -> None:
    year.go_to(date(2026, 2, 11))
    the_overview_names_the_late_unit(year)
    the_calendar_shows_the_half_year_report(year)
    year.sleep_until(date(2026, 2, 24))

    unit, office = ("congtycokhi.cb", "congtycokhi.tt"), ("banxaydungdang.cb", "banxaydungdang.cb2",
                                                          "banxaydungdang.pho", "banxaydungdang.tt")
    rungs = [(1, date(2026, 1, 28), date(2026, 1, 28), unit), (2, date(2026, 2, 3), date(2026, 2, 3), unit),
             (3, date(2026, 2, 4), date(2026, 2, 4), unit), (4, date(2026, 2, 6), date(2026, 2, 6), unit),
             (5, date(2026, 2, 10), date(2026, 2, 10), office),
             (6, date(2026, 2, 23), date(2026, 2, 24), ("bithu", "chutich", "phobithu"))]
    assert year.told("dang-ky", LATE) == [
        (level, planned, made, login, channel) for level, planned, made, people in rungs
        for login in people for channel in ("email", "inbox")]


def the_late_unit_registers_and_nobody_is_told_any_more(year: Year) -> None:
    year.do("congtycokhi.cb", "dang-ky", a.registration([a.LATHE]), unit=LATE)
    year.do("banxaydungdang.cb", "dang-ky", outcome="nhan", unit=LATE)
    year.do("congtycokhi.cb", "ke-hoach-mo-hinh", a.plan_of(a.LATHE))
    year.do("banxaydungdang.cb", "ke-hoach-mo-hinh", outcome="nhan")
    before = len(year.told("dang-ky"))

    year.go_to(date(2026, 3, 2))

    assert len(year.told("dang-ky")) == before
    assert year.register() == Counter(accepted=28, withdrawn=1)
    assert year.opened() == {"cam-ket": 28, "ra-mat": 4, "trien-khai": 28}


CHAPTERS = (
    nobody_sees_anything_before_publication, the_coordinator_publishes_before_25_january,
    every_unit_acknowledges_and_looks_at_what_it_has, a_continued_initiative_is_refused_until_it_states_a_higher_goal,
    only_the_office_may_receive_and_only_once, units_register_and_the_coordinator_receives,
    a_returned_registration_comes_again_with_a_row_changed_one_added_one_gone, each_initiative_gets_its_plan_in_time,
    the_late_unit_is_reminded_and_escalated_step_by_step, the_late_unit_registers_and_nobody_is_told_any_more,
)
