"""November and December: exemplars, dossiers, yearly reports, the roll-up, commendation, praise, and the end."""

from datetime import date

import pytest

from engine.action.close_run import close_run
from engine.work.people import Conflict, Forbidden, FormRefused
from tests.story import answers as a
from tests.story.autumn import RECOGNISED
from tests.story.pages import (
    a_recognised_initiative_is_public_without_personal_data,
    an_exemplar_has_gone_all_its_steps,
    the_run_is_closed_on_its_page,
)
from tests.story.spring import GARMENT, GUAVA, SHRIMP, TEACHER, figures
from tests.story.year import Year

LAST = "hoi-nguoi-cao-tuoi"
"""The unit whose yearly report comes after the cut-off; its officer works for another unit too."""


def only_recognised_initiatives_can_become_exemplars(year: Year) -> None:
    year.go_to(date(2026, 11, 9))
    guava, teacher, garment = year.ids_of(GUAVA, TEACHER, GARMENT)
    person = {"_id": teacher, "chon": True, "dat_tieu_chi": True}
    with pytest.raises(FormRefused) as refused:
        year.do("banxaydungdang.tt", "chon-dien-hinh", a.selection([{"_id": guava, "chon": True}, person]))
    assert [(e.row, e.column) for e in refused.value.errors] == [(guava, "dat_tieu_chi"), (guava, "xep_loai")]

    body = {"_id": guava, "chon": True, "dat_tieu_chi": True, "xep_loai": "tot"}
    stranger = {"_id": garment, "chon": True, "dat_tieu_chi": True, "xep_loai": "xuat-sac"}
    year.do("banxaydungdang.tt", "chon-dien-hinh", a.selection([body, person, stranger]))
    year.go_to(date(2026, 11, 10))
    year.do("conganphuong.tt", "chon-dien-hinh", outcome="dong-y")

    assert {name for name, one in year.entries().items() if one.data.get("dien_hinh")} == {GUAVA, TEACHER}
    assert sorted(name for name, one in year.entries().items() if one.data.get("dien_hinh") is False) == sorted(
        set(RECOGNISED) - {GUAVA, TEACHER})
    assert year.open("ho-so-de-nghi") == [TEACHER, GUAVA]
    assert year.days("ho-so-de-nghi", entry=GUAVA)[0] == date(2026, 11, 17)


def a_dossier_is_refused_returned_and_then_complete(year: Year) -> None:
    with pytest.raises(FormRefused) as refused:
        year.do("hoinongdan.cb", "ho-so-de-nghi", a.dossier(1, to_trinh=[], xac_nhan_cap_uy=False), entry=GUAVA)
    assert [(e.field, e.message) for e in refused.value.errors] == [
        ("to_trinh", "Tờ trình: chưa có tệp."),
        ("so_bo", "Số bộ báo cáo thành tích: cần ít nhất 02 bộ."),
        ("xac_nhan_cap_uy", "Xác nhận của cấp uỷ: báo cáo thành tích phải có xác nhận này; đánh dấu khi đã có.")]

    for name in (GUAVA, TEACHER):
        year.do(year.owner(name), "ho-so-de-nghi", a.dossier(), entry=name)
    year.do("banxaydungdang.cb", "ho-so-de-nghi", outcome="nhan", entry=TEACHER)
    year.do("banxaydungdang.cb", "ho-so-de-nghi", outcome="tra-lai", entry=GUAVA, reason="Tờ trình chưa ký")
    assert year.opened().keys() & {"de-nghi-khen-thuong", "gui-cap-tren"} == set()

    year.go_to(date(2026, 11, 12))
    year.do("hoinongdan.tt", "ho-so-de-nghi", a.dossier(), entry=GUAVA)
    year.do("banxaydungdang.cb", "ho-so-de-nghi", outcome="nhan", entry=GUAVA)

    assert year.data(GUAVA)["ho_so_du"] is True
    assert year.open("de-nghi-khen-thuong") == ["tham mưu: ban-xay-dung-dang"]
    assert year.open("gui-cap-tren") == ["ban-xay-dung-dang"]


def the_yearly_report_asks_for_the_columns_of_the_year_end(year: Year) -> None:
    assert year.open("bao-cao-nam") == list(year.units())
    assert year.days("bao-cao-nam", LAST) == (date(2026, 11, 19), date(2026, 11, 19), date(2026, 11, 20))
    with pytest.raises(FormRefused) as refused:
        year.do("hoinongdan.cb", "bao-cao-nam", a.report(0, 3), unit="hoi-nong-dan")
    assert [e.column for e in refused.value.errors] == ["so_cong_nhan"]

    recognised = {year.owner(name) for name in RECOGNISED}
    for unit in sorted(set(year.units()) - {LAST}):
        login = year.officer(unit)
        count = 2 if unit == "hoi-nong-dan" else int(login in recognised)
        named = {"gioi_thieu": year.ids_of(GUAVA)[0]} if unit == "hoi-nong-dan" else {}
        year.do(login, "bao-cao-nam", a.report(*figures(year, unit), so_cong_nhan=count, **named), unit=unit)
        year.do("banxaydungdang.cb", "bao-cao-nam", outcome="nhan", unit=unit)


def the_roll_up_opens_at_the_cut_off_without_the_last_unit(year: Year) -> None:
    year.go_to(date(2026, 11, 20))
    assert year.open("tong-hop-nam") == []
    year.go_to(date(2026, 11, 21))

    assert year.open("tong-hop-nam") == ["ban-xay-dung-dang"]
    assert year.days("tong-hop-nam") == (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25))
    assert year.open("bao-cao-nam") == [LAST]


def the_roll_up_is_approved_and_fixes_the_day_of_the_last_conference(year: Year) -> None:
    year.go_to(date(2026, 11, 23))
    year.do("banxaydungdang.tt", "tong-hop-nam", a.consolidated())
    year.do("bithu", "tong-hop-nam", outcome="dong-y")
    year.do("hoichuthapdo.cb", "bao-cao-nam", a.report(0, 1, so_cong_nhan=0), unit=LAST)
    year.do("banxaydungdang.cb", "bao-cao-nam", outcome="nhan", unit=LAST)

    assert year.sent("tong-hop-nam")["tong-hop"] == {
        "tong_mo_hinh": 29, "tong_co_tu_truoc": 2, "tong_moi": 27, "tong_huong_ung": 1, "tong_cong_nhan": 5,
        "tong_dien_hinh": 2, "danh_gia": "Phong trào lan rộng ở các đơn vị", "han_che_chung": None,
        "kien_nghi_chung": None, "ngay_tong_ket": "2026-12-22", "tep_bao_cao_nam": []}


def the_chairman_commends_and_the_level_above_is_told(year: Year) -> None:
    year.go_to(date(2026, 11, 27))
    year.do("banxaydungdang.tt", "de-nghi-khen-thuong", a.commendation(year.ids_of(GUAVA, TEACHER)))
    year.go_to(date(2026, 11, 30))
    year.do("banxaydungdang.cb", "gui-cap-tren", a.sent_up())
    year.go_to(date(2026, 12, 3))
    with pytest.raises(Forbidden):
        year.do("bithu", "de-nghi-khen-thuong", a.commended(), "dong-y")
    year.do("chutich", "de-nghi-khen-thuong", a.commended(), "dong-y")

    assert [year.data(name)["khen_thuong"] for name in (GUAVA, TEACHER)] == [True, True]
    assert sorted(row["mo_hinh"] for row in year.sent("gui-cap-tren")["gui-cap-tren"]["danh_sach"]) == year.ids_of(
        GUAVA, TEACHER)
    assert year.days("bieu-duong")[0] == date(2026, 12, 22)


def the_run_is_closed_when_nothing_is_open_any_more(year: Year) -> None:
    year.go_to(date(2026, 12, 22))
    with pytest.raises(Conflict) as refused:
        _close(year, "banxaydungdang.tt")
    assert str(refused.value) == ("Đợt “Dân vận khéo 2026” còn 2 việc đang mở ở Biểu dương, khen thưởng (1), "
                                  "Ra mắt mô hình (1); hãy làm xong các việc đó rồi đóng đợt.")
    year.do("congtymay.cb", "ra-mat", a.launched("2026-12-10"))
    year.do("banxaydungdang.cb", "ra-mat", outcome="nhan")
    year.do("banxaydungdang.tt", "bieu-duong", a.praised())
    with pytest.raises(Forbidden):
        _close(year, "bithu")

    the_run_is_closed_on_its_page(year)

    with pytest.raises(Conflict):
        year.move("banxaydungdang.tt", "hội nghị tổng kết", date(2026, 12, 29))
    an_exemplar_has_gone_all_its_steps(year, GUAVA)
    a_recognised_initiative_is_public_without_personal_data(year, SHRIMP, GARMENT)
    year.go_to(date(2026, 12, 31))


def _close(year: Year, login: str) -> None:
    close_run(year.database, year.ids, year.viewer(login), year.run_id, year.clock.now())


CHAPTERS = (
    only_recognised_initiatives_can_become_exemplars, a_dossier_is_refused_returned_and_then_complete,
    the_yearly_report_asks_for_the_columns_of_the_year_end, the_roll_up_opens_at_the_cut_off_without_the_last_unit,
    the_roll_up_is_approved_and_fixes_the_day_of_the_last_conference, the_chairman_commends_and_the_level_above_is_told,
    the_run_is_closed_when_nothing_is_open_any_more,
)
