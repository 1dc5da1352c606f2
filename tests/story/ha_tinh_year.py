"""One year of the guidance in two communes and an office committee, from its opening to the reports."""

from datetime import date

import pytest

from engine.work.people import Forbidden, FormRefused
from tests.story import ha_tinh_answers as a
from tests.story.province import BOARD, COMMITTEE, OFFICE, SECRETARY, Province
from tests.story.screen import at

HP, CELL, WOMEN = "hp", "chibothon1hp", "hoiphunuhp"
WASTE, LIGHTS, LATE = "Phân loại rác tại hộ", "Đường sáng an ninh", "Vườn mẫu cuối thôn"


def the_office_opens_the_year_and_each_committee_guides(year: Province) -> None:
    year.day(1, 6)
    year.do(OFFICE, "ban-hanh", a.opened(year.number))
    assert year.open("huong-dan") == sorted(COMMITTEE.values())
    assert year.open("lua-chon") == []

    year.day(1, 15)
    year.do(SECRETARY[HP], "huong-dan", a.guidance(year.number), unit=COMMITTEE[HP])

    assert year.open("lua-chon") == sorted(code for code in year.units() if code.endswith("hoa-phuong")
                                           and not code.startswith(("dang-uy", "ban-xdd")))
    office = at(year, OFFICE).open(f"/dot/{year.run_id}")
    assert "1/3 đơn vị" in office.says("//section[contains(@class, 'strip')]")
    for short in ("hs", "cq"):
        year.do(SECRETARY[short], "huong-dan", a.guidance(year.number), unit=COMMITTEE[short])


def who_has_something_to_register_sends_it_to_the_board_of_the_commune(year: Province, *rows: a.Row) -> None:
    for unit, login in (("chi-bo-thon-1-xa-hoa-phuong", CELL), ("hoi-phu-nu-xa-hoa-phuong", WOMEN)):
        year.do(login, "lua-chon", a.choice(), unit=unit)
    year.day(2, 3)
    year.do(CELL, "dang-ky", a.registration(*rows[:2]), unit="chi-bo-thon-1-xa-hoa-phuong")
    year.do(WOMEN, "dang-ky", a.registration(*rows[2:]), unit="hoi-phu-nu-xa-hoa-phuong")
    with pytest.raises(Forbidden):
        year.do(BOARD["hs"], "dang-ky", outcome="nhan", unit="chi-bo-thon-1-xa-hoa-phuong")
    for unit in ("chi-bo-thon-1-xa-hoa-phuong", "hoi-phu-nu-xa-hoa-phuong"):
        year.do(BOARD[HP], "dang-ky", outcome="nhan", unit=unit)


def the_front_and_every_mass_organisation_give_an_opinion(year: Province) -> None:
    names = sorted(year.entries())
    assert year.open("xet-ho-so") == sorted(f"ý kiến: {name}" for name in names for _ in range(3))
    speak(year, WASTE, "mattranhp", "dong-y")
    speak(year, WASTE, "hoinongdanhp", "khong-dong-y", "Chưa có nơi tập kết")
    assert year.open("xet-ho-so").count(WASTE) == 0
    mine = at(year, "hoiphunuhp").open("/viec").follow("Cho ý kiến")
    assert mine.values()["f.phieu-y-kien.nhan_xet_ho_so"] == [""], "the others' words are not this body's"
    speak(year, WASTE, "hoiphunuhp", "dong-y")

    board = at(year, BOARD[HP]).open(f"/viec/{year.task('xet-ho-so', subject=WASTE, slot='chính').id}")
    assert board.lines("//div[@class='sent-head']/h2") == [
        "Ý kiến: đồng ý", "Ý kiến: không đồng ý", "Ý kiến: đồng ý"]
    assert "Chưa có nơi tập kết" in board.says()
    assert year.open("xet-ho-so").count(WASTE) == 1
    year.do(BOARD[HP], "xet-ho-so", a.conclusion(), entry=WASTE)
    year.go_to(date(year.number, 2, 28))
    for name in (n for n in names if n != WASTE):
        year.do(BOARD[HP], "xet-ho-so", a.conclusion("khong" if name == LATE else "nen"), entry=name)
    for name in names:
        year.do(BOARD[HP], "khao-sat", a.survey(year.number), entry=name)


def speak(year: Province, entry: str, login: str, outcome: str, reason: str | None = None) -> None:
    """The body's own one of the three tasks."""
    code = next(held.unit for who in year.organisation.people if who.login == login for held in who.positions)
    row = next(r for r in year._rows("open") if r.step == "xet-ho-so" and r.subject == entry
               and r.candidate_unit_id == year.unit_id(code))
    year.complete(login, row.id, row.rev, outcome, a.opinion(), reason)


def the_committee_decides_on_every_row_of_the_list(year: Province) -> None:
    assert year.open("phe-duyet") == []
    year.day(3, 11)
    assert f"tham mưu: {COMMITTEE[HP]}" in year.open("phe-duyet")
    found = year.entries()
    keys = {name: one.id for name, one in found.items()}
    year.do(BOARD[HP], "phe-duyet", a.submitted(keys.values()), unit=COMMITTEE[HP])
    decided = {key: "Chưa rõ địa chỉ" if name == LATE else "" for name, key in keys.items()}
    with pytest.raises(FormRefused) as refused:
        year.do(SECRETARY[HP], "phe-duyet", a.approval(year.number, decided, 3), "dong-y", unit=COMMITTEE[HP])
    assert [error.message for error in refused.value.errors] == [
        "Số lượng mô hình được phê duyệt: số lượng phê duyệt phải bằng số mô hình được phê duyệt trong bảng."]

    year.do(SECRETARY[HP], "phe-duyet", a.approval(year.number, decided, 2), "dong-y", unit=COMMITTEE[HP])

    assert {name: one.data["phe_duyet"] for name, one in year.entries().items()} == {
        WASTE: True, LIGHTS: True, LATE: False}
    assert year.open("ke-hoach-chi-tiet") == sorted([WASTE, LIGHTS])


def the_list_goes_up_within_the_first_quarter(year: Province) -> None:
    days = year.days("danh-sach-quy-1", COMMITTEE[HP])
    assert days == (date(year.number, 3, 31),) * 3
    year.do(SECRETARY[HP], "danh-sach-quy-1", {}, unit=COMMITTEE[HP])
    sent = year.sent("danh-sach-quy-1")["bieu-mau-01"]
    assert (sent["tong_so"], len(sent["danh_sach"])) == (2, 2)
    year.do(OFFICE, "danh-sach-quy-1", outcome="nhan", unit=COMMITTEE[HP])


def plans_are_made_followed_and_evaluated(year: Province) -> None:
    for name, login in ((WASTE, CELL), (LIGHTS, CELL)):
        year.do(login, "ke-hoach-chi-tiet", a.detailed(year.number), entry=name)
        year.do(BOARD[HP], "ke-hoach-chi-tiet", outcome="nhan", entry=name)
        year.do(BOARD[HP], "theo-doi", a.followed(year.number), "dat", entry=name)
    assert year.open("danh-gia-6-thang") == []
    year.day(6, 1)
    year.do(SECRETARY[HP], "danh-gia-6-thang", a.evaluated(year.ids_of(WASTE, LIGHTS)), unit=COMMITTEE[HP])
    year.day(10, 15)
    year.judge(BOARD[HP], "danh-gia-mo-hinh", WASTE, a.CRITERIA)
    year.judge(BOARD[HP], "danh-gia-mo-hinh", LIGHTS, a.CRITERIA, holds=False)
    assert [year.data(name)["dat_co_so"] for name in (WASTE, LIGHTS)] == [True, False]
    assert year.open("danh-gia-nam") == [], "other units of the commune might still register: the cut-off decides"
    year.day(11, 11)
    year.do(SECRETARY[HP], "danh-gia-nam", a.evaluated(year.ids_of(WASTE, LIGHTS)), unit=COMMITTEE[HP])


def what_meets_the_standard_is_recognised_before_30_november_and_reported(year: Province) -> None:
    year.day(11, 20)
    place = COMMITTEE[HP]
    with pytest.raises(FormRefused):
        year.do(BOARD[HP], "cong-nhan", a.ticked("bieu-mau-02", year.ids_of(LIGHTS), "cong_nhan"), unit=place)
    year.do(BOARD[HP], "cong-nhan", a.ticked("bieu-mau-02", year.ids_of(WASTE), "cong_nhan"), unit=place)
    row = year.task("cong-nhan", place)
    assert (row.last_day, row.overdue_after) == (date(year.number, 11, 29), date(year.number, 11, 30))
    decided = a.decision("quyet-dinh-cong-nhan", year.number, "77-QĐ/ĐU")
    year.do(SECRETARY[HP], "cong-nhan", decided, "dong-y", unit=place)
    assert year.data(WASTE)["cong_nhan"] is True

    assert year.days("bao-cao", place)[0] == date(year.number, 12, 9)
    year.do(SECRETARY[HP], "bao-cao", a.report(), unit=place)
    year.do(OFFICE, "bao-cao", outcome="nhan", unit=place)
    year.do(SECRETARY[HP], "nhan-rong", a.ticked("nhan-rong", ()), unit=place)
    assert year.sent("bao-cao")["bao-cao-nam"]["so_cong_nhan"] == 1
