"""November and December: the review of the lists, the reports, the result report drafted, signed and sent, the end."""

from datetime import date

import pytest

from engine.action.close_run import close_run
from engine.store.tables import instance, notice, run, task, timer, wait
from engine.work.people import FormRefused
from tests.story import tan_ky_answers as a
from tests.story.screen import at
from tests.story.tan_ky_summer import BY_PAGES, OFFICE, figures
from tests.story.year import Year

WASTE, BOOKS, SMOKE, ROAD = (str(one["ten"]) for one in (a.WASTE, a.BOOKS, a.SMOKE, a.ROAD))
ADDED = "Nhà tiêu hợp vệ sinh"
OTHERS = tuple(sorted(set(a.REGISTERED) - {BY_PAGES}))


def the_review_table_is_drawn_as_the_official_form(year: Year) -> None:
    year.go_to(date(2025, 11, 2))
    assert year.open("ra-soat") == []
    year.go_to(date(2025, 11, 3))
    assert year.open("ra-soat") == sorted(a.REGISTERED)

    screen = at(year, "hoiphunu.cb").open("/viec").follow("Rà soát mô hình đã đăng ký")

    table = "//section[@data-form='mau-3-bieu']//table"
    assert screen.lines(f"{table}/thead/tr[1]/th") == [
        "Stt", "Đăng ký thực hiện", "Thời gian thực hiệntừ tháng… năm đến tháng… năm", "Sau khi rà soátchọn 1",
        "Ghi chú"]
    assert screen.lines(f"{table}//tr[contains(@class, 'sec')]//span[1]") == [
        "I. Xây dựng hệ thống chính trị: 0 mô hình",
        "II. Phát triển kinh tế: 0 mô hình", "III. Văn hóa - xã hội: 1 mô hình",
        "IV. Quốc phòng - An ninh: 0 mô hình", "V. Chuyển đổi số: 0 mô hình"]


def every_initiative_gets_one_outcome_and_a_new_one_is_added(year: Year) -> None:
    screen, entry = at(year, "hoiphunu.cb"), year.ids_of(WASTE)[0]
    place = f"f.mau-3-bieu.danh_sach.{entry}."
    screen.press("ket_qua", "xong")
    assert (screen.status, screen.lines("//*[@id='loi']//li")) == (422, [
        "Dòng 1, sau khi rà soát: chưa đánh dấu ô nào, phải chọn 1."])
    screen.press("them", "bo-sung.bo_sung.")
    new = f"f.bo-sung.bo_sung.{screen.values()['r.bo-sung.bo_sung'][0]}."

    screen.press("ket_qua", "xong", {
        place + "ra_soat": "nhan-rong", new + "ten": ADDED, new + "linh_vuc": "van-hoa-xa-hoi",
        new + "dia_chi": "Thôn Đoài", new + "thoi_gian": "12/2025", new + "thoi_gian__den": "6/2026",
        new + "ket_qua_du_kien": "20 hộ", new + "loai_chu_the": "tap-the", new + "chu_the": "Chi hội thôn Đoài"})

    assert screen.status == 303
    for code in OTHERS:
        name = str(a.REGISTERED[code]["ten"])
        outcome = "dua-ra" if name == BOOKS else "tiep-tuc"
        year.do(year.officer(code), "ra-soat", a.reviewed(year.ids_of(name), outcome), unit=code)
    assert year.register() == {"accepted": 9}
    assert [year.data(name).get("ra_soat") for name in (WASTE, BOOKS, SMOKE, ADDED)] == [
        "nhan-rong", "dua-ra", "tiep-tuc", None]
    assert figures(year) == ["3/4", "0/3", "4/5"]


def what_is_added_is_planned_and_what_is_dropped_is_not_reported(year: Year) -> None:
    assert year.open("ke-hoach") == [ADDED]
    assert year.days("ke-hoach", entry=ADDED)[0] == date(2025, 11, 24)
    year.do("hoiphunu.cb", "ke-hoach", a.planned(), entry=ADDED)

    assert year.opened() == {"bao-cao-mo-hinh": 7, "gui-danh-sach": 8}
    assert {ADDED, BOOKS} & set(year.open("bao-cao-mo-hinh")) == set()


def the_list_is_due_on_a_saturday_and_says_so(year: Year) -> None:
    year.go_to(date(2025, 11, 20))
    assert year.days("gui-danh-sach", BY_PAGES) == (date(2025, 11, 29), date(2025, 11, 28), date(2025, 11, 30))
    screen = at(year, "hoiphunu.cb").open("/viec").follow("Gửi danh sách mô hình về Ban Xây dựng Đảng")
    assert "ngày làm việc cuối là thứ Sáu 28/11/2025" in screen.says()
    assert [name for name in (WASTE, ADDED) if name in screen.says("//table")] == [WASTE, ADDED]

    for code in (*OTHERS, BY_PAGES):
        year.do(year.officer(code), "gui-danh-sach", a.listed(), unit=code)
    year.do(OFFICE, "gui-danh-sach", outcome="tra-lai", unit=BY_PAGES, reason="Thiếu bản đã ký")
    assert "gui-danh-sach" in {row.step for row in year.rows_of(task.c.step, task.c.status) if row.status == "open"}
    year.go_to(date(2025, 11, 24))
    year.do("hoiphunu.cb", "gui-danh-sach", a.listed(), unit=BY_PAGES)
    for code in (*OTHERS, BY_PAGES):
        year.do(OFFICE, "gui-danh-sach", outcome="nhan", unit=code)
    assert year.opened() == {"bao-cao-mo-hinh": 7}


def a_report_begins_with_the_registration(year: Year) -> None:
    screen, form = at(year, "chibothondong.cb").open("/viec"), "f.mau-3-bao-cao."
    screen.follow("Báo cáo kết quả thực hiện mô hình")
    shown = screen.values()
    assert [shown[form + key] for key in ("noi_dung", "thoi_gian", "thoi_gian__den")] == [
        ["Theo kế hoạch"], ["09/2025"], ["12/2025"]]
    assert "Từ 80% số hộ tham gia" in screen.says()

    for name in year.open("bao-cao-mo-hinh"):
        rating = "vuot" if name == ROAD else "kem" if name == SMOKE else "bang"
        year.do(year.owner(name), "bao-cao-mo-hinh", a.reported(year.data(name), rating), entry=name)
    assert year.open("bao-cao-cap-tren") == []
    for name in [one.removeprefix("tiếp nhận: ") for one in year.open("bao-cao-mo-hinh")]:
        year.do(OFFICE, "bao-cao-mo-hinh", outcome="nhan", entry=name)

    assert year.opened() == {"bao-cao-cap-tren": 1}
    assert year.open("bao-cao-cap-tren") == ["tham mưu: ban-thuong-vu"]


def the_result_report_is_drafted_signed_and_sent(year: Year) -> None:
    year.go_to(date(2025, 12, 1))
    assert year.days("bao-cao-cap-tren")[0] == date(2025, 12, 3)
    screen, form = at(year, OFFICE).open("/viec").follow("Soạn, trình ký"), "f.phu-luc-02-bao-cao."
    assert {key: screen.values()[form + key] for key in a.FIGURES} == {
        key: [str(count)] for key, count in a.FIGURES.items()}
    changed = {"phu-luc-02-bao-cao": {**a.result([])["phu-luc-02-bao-cao"], "so_mo_hinh": 9}}
    with pytest.raises(FormRefused) as refused:
        year.do(OFFICE, "bao-cao-cap-tren", changed)
    assert [error.message for error in refused.value.errors] == [
        "Số mô hình đang thực hiện: đã sửa giá trị điền sẵn (8) thì phải nêu lý do."]

    year.do(OFFICE, "bao-cao-cap-tren", a.result(year.ids_of(ROAD, WASTE)))
    year.do("phobithu", "bao-cao-cap-tren", outcome="tra-lai", reason="Chọn đủ ba mô hình tiêu biểu")
    year.do(OFFICE, "bao-cao-cap-tren", a.result(year.ids_of(ROAD, WASTE, str(a.RICE["ten"]))))
    year.go_to(date(2025, 12, 3))
    year.do("phobithu", "bao-cao-cap-tren", outcome="dong-y")
    assert year.days("bao-cao-cap-tren") == (date(2025, 12, 4), date(2025, 12, 4), date(2025, 12, 5))
    assert figures(year) == ["3/4", "0/3", "4/5"]
    year.do(OFFICE, "bao-cao-cap-tren", a.signed())

    assert year.opened() == {}
    assert figures(year) == ["3/4", "3/3", "4/5"]


def an_exemplar_is_for_every_unit_to_read(year: Year) -> None:
    exemplar, other = year.ids_of(ROAD, SMOKE)

    assert at(year, "hoiphunu.cb").open(f"/mo-hinh/{exemplar}").status == 200
    assert at(year, "hoiphunu.cb").open(f"/mo-hinh/{other}").status == 404


def nothing_is_left_open_and_nobody_was_told_twice(year: Year) -> None:
    close_run(year.database, year.ids, year.viewer(OFFICE), year.run_id, year.clock.now())

    assert {row.status for row in year.rows_of(run.c.status)} == {"closed"}
    assert {row.status for row in year.rows_of(task.c.status)} == {"done"}
    assert {row.status for row in year.rows_of(instance.c.status)} == {"ended"}
    assert year.rows_of(wait.c.node) == year.rows_of(timer.c.node) == []
    told = [tuple(row) for row in year.rows_of(
        notice.c.task_id, notice.c.level, notice.c.planned_day, notice.c.person_id, notice.c.channel)]
    assert len(told) == len(set(told))


CHAPTERS = (
    the_review_table_is_drawn_as_the_official_form, every_initiative_gets_one_outcome_and_a_new_one_is_added,
    what_is_added_is_planned_and_what_is_dropped_is_not_reported, the_list_is_due_on_a_saturday_and_says_so,
    a_report_begins_with_the_registration, the_result_report_is_drafted_signed_and_sent,
    an_exemplar_is_for_every_unit_to_read, nothing_is_left_open_and_nobody_was_told_twice,
)
