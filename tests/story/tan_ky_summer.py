"""August to October: publication, choice, survey, registration, the list upward, plans, propaganda, evaluation."""

from datetime import date, datetime

import pytest

from engine.base.clock import VIETNAM
from engine.store import entries, runs
from engine.store.runs import Run
from engine.store.tables import run, unit
from engine.work.entry import Entry
from engine.work.people import Forbidden, FormRefused
from tests.story import tan_ky_answers as a
from tests.story.screen import at
from tests.story.year import Year

FIRST = datetime(2025, 8, 11, 9, tzinfo=VIETNAM)
LATE = "cong-an-xa"
BY_PAGES = "hoi-phu-nu"
"""Goes on with an initiative of last year, through the pages; the others through the actions behind them."""
OFFICE = "banxaydungdang.cb"
LAST_YEAR = "Thu gom rác tại nguồn"
OTHERS = tuple(sorted(set(a.REGISTERED) - {BY_PAGES, LATE}))


def the_plan_is_published_to_eight_units(year: Year) -> None:
    year.begin()
    _had_an_initiative_last_year(year)
    assert year.opened() == {"ban-hanh": 1}
    with pytest.raises(Forbidden):
        year.do("hoiphunu.cb", "ban-hanh", a.published())

    year.go_to(date(2025, 8, 12))
    year.do(OFFICE, "ban-hanh", a.published())

    assert year.opened() == {"lua-chon": 8}
    assert year.open("lua-chon") == sorted(a.REGISTERED)
    assert year.days("lua-chon", BY_PAGES) == (date(2025, 8, 20), date(2025, 8, 20), date(2025, 8, 21))


def the_task_says_that_the_plan_gives_no_day_and_who_set_it(year: Year) -> None:
    screen = at(year, "hoiphunu.cb").open("/viec").follow("Lựa chọn nội dung")

    said = screen.says()
    assert "Chủ thể thực hiện căn cứ vào tình hình thực tế" in said
    assert "Nơi ban hành đặt" in said


def one_goes_on_with_an_initiative_of_last_year(year: Year) -> None:
    screen, cell = at(year, "hoiphunu.cb"), "f.lua-chon.danh_sach.1."
    typed = {cell + "ten": "Biến rác thành tiền", cell + "cach": "tiep-tuc", cell + "ly_do": "Rác thải thôn xóm"}
    screen.press("ket_qua", "xong", typed)
    assert (screen.status, screen.lines("//*[@id='loi']//li")) == (422, [
        "Dòng 1, tiếp tục mô hình: chọn mô hình các năm trước, hoặc ghi tên mô hình ấy nếu chưa có trong sổ."])
    offered = screen.lines(f"//select[@name='{cell}mo_hinh_truoc']/option[@value!='']")
    assert offered == [f"{LAST_YEAR} (2024)"]

    screen.press("ket_qua", "xong", {cell + "mo_hinh_truoc": "truoc"})

    assert screen.status == 303
    assert year.sent("lua-chon")["lua-chon"]["danh_sach"][0]["mo_hinh_truoc"] == "truoc"
    for code in (*OTHERS, LATE):
        year.do(year.officer(code), "lua-chon", a.chosen(a.REGISTERED[code]), unit=code)


def the_survey_begins_with_what_was_chosen(year: Year) -> None:
    year.go_to(date(2025, 8, 20))
    screen, cell = at(year, "hoiphunu.cb").open("/viec").follow("Khảo sát nơi thực hiện"), "f.khao-sat.danh_sach.1."
    shown = screen.values()
    assert (shown[cell + "ten"], shown[cell + "mo_hinh_truoc"]) == (["Biến rác thành tiền"], ["truoc"])

    screen.press("ket_qua", "xong", {
        cell + "dia_chi": "Thôn Đông", cell + "linh_vuc": "van-hoa-xa-hoi", cell + "thuc_trang": "Rác để lẫn",
        cell + "thuan_loi": "Chị em tự nguyện", cell + "kho_khan": "Thiếu nơi chứa"})
    assert screen.status == 303
    for code in (*OTHERS, LATE):
        year.do(year.officer(code), "khao-sat", a.surveyed(a.REGISTERED[code]), unit=code)
    assert year.opened() == {"dang-ky": 8}


def a_time_that_ends_before_it_begins_is_refused(year: Year) -> None:
    year.go_to(date(2025, 8, 26))
    screen, cell = at(year, "hoiphunu.cb").open("/viec").follow("Đăng ký thực hiện mô hình"), "f.mau-1.danh_sach.1."
    assert screen.values()[cell + "ten"] == ["Biến rác thành tiền"]
    assert "Hội Liên hiệp Phụ nữ xã" in screen.says("//table")
    typed = {"f.mau-1.kinh_gui": "Đảng uỷ xã", cell + "thoi_gian": "12/2025", cell + "thoi_gian__den": "9/2025",
             cell + "ket_qua_du_kien": "Bán phế liệu nuôi 10 em", cell + "loai_chu_the": "tap-the",
             cell + "chu_the": "Chi hội phụ nữ thôn Đông"}

    screen.press("ket_qua", "xong", typed)

    assert (screen.status, screen.lines("//*[@id='loi']//li")) == (422, [
        "Dòng 1, thời gian thực hiện: tháng kết thúc (09/2025) đứng trước tháng bắt đầu (12/2025)."])
    assert [screen.values()[cell + key] for key in ("thoi_gian", "thoi_gian__den")] == [["12/2025"], ["9/2025"]]
    screen.press("ket_qua", "xong", {cell + "thoi_gian": "9/2025", cell + "thoi_gian__den": "12/2025"})
    assert screen.status == 303
    assert year.data("Biến rác thành tiền")["thoi_gian"] == "2025-09/2025-12"


def the_head_of_the_unit_accepts_or_returns(year: Year) -> None:
    for code in OTHERS:
        year.do(year.officer(code), "dang-ky", a.registered(a.REGISTERED[code]), unit=code)
    with pytest.raises(Forbidden):
        year.do("hoiphunu.cb", "dang-ky", outcome="nhan", unit=BY_PAGES)
    head = at(year, "hoiphunu.tt").open(f"/viec/{year.task('dang-ky', BY_PAGES).id}")
    assert "từ 09/2025 đến 12/2025" in head.says()
    head.press("ket_qua", "tra-lai", {"ly_do": "Nêu rõ số em được giúp"})
    assert head.status == 303

    screen = at(year, "hoiphunu.cb").open("/viec?xem=can-bo-sung").follow("Đăng ký thực hiện mô hình")
    assert screen.lines("//p[@class='reason-text']") == ["Nêu rõ số em được giúp"]
    screen.press("ket_qua", "xong", {"f.mau-1.danh_sach.1.ket_qua_du_kien": "Giúp 10 em mồ côi"})
    assert screen.status == 303
    for code in (*OTHERS, BY_PAGES):
        year.do(f"{code.replace('-', '')}.tt", "dang-ky", outcome="nhan", unit=code)
    assert year.register() == {"accepted": 7}
    assert year.open("ke-hoach") == sorted(str(a.REGISTERED[code]["ten"]) for code in (*OTHERS, BY_PAGES))


def a_difficulty_reaches_the_coordinator(year: Year) -> None:
    screen = at(year, "conganxa.cb").open("/viec").follow("Đăng ký thực hiện mô hình")
    assert "Phản ánh khó khăn, vướng mắc về Ban Xây dựng Đảng" in screen.says("//section[@id='trao-doi']")

    screen.submit_words("Phản ánh vướng mắc", {"noi_dung": "Chưa có kinh phí mua camera"})

    assert screen.status == 303
    assert "Vướng mắc: Chưa có kinh phí mua camera" in screen.says("//section[@id='trao-doi']")
    told = at(year, OFFICE).open("/thong-bao")
    assert "Vướng mắc ở việc “Đăng ký thực hiện mô hình” của Công an xã: Chưa có kinh phí mua camera" in told.says()


def the_list_upward_does_not_wait_for_the_late_unit(year: Year) -> None:
    """Units may hand in their list until 29 November; the list goes up on 5 September without it."""
    year.go_to(date(2025, 9, 3))
    assert year.open("danh-sach-cap-tren") == []
    assert [(level, day) for level, day, _, login, _ in year.told("dang-ky", LATE) if login == "conganxa.cb"][::2] == [
        (1, date(2025, 8, 21)), (2, date(2025, 8, 27)), (3, date(2025, 9, 3))]

    year.go_to(date(2025, 9, 4))

    assert year.open("danh-sach-cap-tren") == ["ban-thuong-vu"]
    assert year.days("danh-sach-cap-tren") == (date(2025, 9, 5), date(2025, 9, 5), date(2025, 9, 6))
    screen = at(year, OFFICE).open("/viec").follow("Gửi danh sách mô hình về Ban Tuyên giáo")
    assert screen.lines("//tr[contains(@class, 'sec')]//span[1]") == [
        "I. Kinh tế: 2 mô hình", "II. Văn hoá - xã hội: 3 mô hình",
        "III. Quốc phòng - an ninh, tôn giáo - dân tộc: 0 mô hình",
        "IV. Xây dựng hệ thống chính trị: 1 mô hình", "V. Chuyển đổi số: 1 mô hình"]
    year.do(OFFICE, "danh-sach-cap-tren", a.sent_up())
    year.do("conganxa.cb", "dang-ky", a.registered(a.CAMERA), unit=LATE)
    year.do("conganxa.tt", "dang-ky", outcome="nhan", unit=LATE)


def a_plan_states_its_dates(year: Year) -> None:
    year.go_to(date(2025, 9, 15))
    wrong = {"ke-hoach": {**a.planned()["ke-hoach"], "ngay_kiem_tra": "2025-12-01"}}
    with pytest.raises(FormRefused) as refused:
        year.do("hoiphunu.cb", "ke-hoach", wrong, entry="Biến rác thành tiền")
    assert [error.message for error in refused.value.errors] == [
        "Thời gian kiểm tra: thời gian kiểm tra phải không sau thời gian tổng kết."]

    for name in year.open("ke-hoach"):
        year.do(year.owner(name), "ke-hoach", a.planned(), entry=name)

    assert year.open("tuyen-truyen") == sorted(str(one["ten"]) for one in a.REGISTERED.values())
    assert figures(year) == ["4/4", "0/3", "5/5"]


def what_is_weak_is_mended_before_it_is_praised(year: Year) -> None:
    year.go_to(date(2025, 10, 6))
    for name in year.open("tuyen-truyen"):
        year.do(year.owner(name), "tuyen-truyen", a.spread(), entry=name)
    year.go_to(date(2025, 10, 20))
    weak, best = str(a.SMOKE["ten"]), str(a.ROAD["ten"])
    for name in year.open("danh-gia"):
        head = year.owner(name).replace(".cb", ".tt")
        if name == weak:
            year.do(head, "danh-gia", a.evaluated(False), "can-khac-phuc", entry=name, reason="Còn ba hộ đốt rơm")
        else:
            year.do(head, "danh-gia", a.evaluated(), "nhan-rong" if name == best else "bieu-duong", entry=name)

    assert year.open("danh-gia") == [f"khắc phục: {weak}"]
    year.do("chibothondoai.cb", "danh-gia", a.remedied(), entry=weak)
    year.do("chibothondoai.tt", "danh-gia", a.evaluated(), "dat", entry=weak)
    assert [year.data(name)["danh_gia"] for name in (weak, best)] == ["dat", "nhan-rong"]
    assert year.opened() == {}


def figures(year: Year) -> list[str]:
    """The targets as the coordinator sees them."""
    return at(year, OFFICE).open(f"/dot/{year.run_id}").lines("//div[@class='target']//p[@class='fig']")


def _had_an_initiative_last_year(year: Year) -> None:
    tenant, version = year.rows_of(run.c.tenant_id, run.c.version_id)[0]
    place = next(row.id for row in year.rows_of(unit.c.id, unit.c.code) if row.code == BY_PAGES)
    now = year.clock.now()
    with year.database.write() as connection:
        runs.add(connection, Run("nam-truoc", tenant, version, "tan-ky-2024", "Năm 2024", "2024", 2024, "closed"), now)
        entries.add(connection, [Entry("truoc", "nam-truoc", place, "1", LAST_YEAR, "accepted", True, {}, now)])


CHAPTERS = (
    the_plan_is_published_to_eight_units, the_task_says_that_the_plan_gives_no_day_and_who_set_it,
    one_goes_on_with_an_initiative_of_last_year, the_survey_begins_with_what_was_chosen,
    a_time_that_ends_before_it_begins_is_refused, the_head_of_the_unit_accepts_or_returns,
    a_difficulty_reaches_the_coordinator, the_list_upward_does_not_wait_for_the_late_unit, a_plan_states_its_dates,
    what_is_weak_is_mended_before_it_is_praised,
)
