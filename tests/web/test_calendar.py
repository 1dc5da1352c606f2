"""The calendar over HTTP: own work, days off, months that do not exist."""

import pytest

from tests.web.site import Site


def test_the_month_shows_own_tasks_with_the_reason_of_their_day(ward: Site):
    page = ward.browser("a").get("/lich?thang=2026-02").text

    assert "Tháng 2 năm 2026" in page and "Đăng ký mô hình" in page and "Vì sao hạn này?" in page
    assert "trước ngày 05/02/2026" in page


def test_holidays_are_named_and_an_unannounced_year_says_so(ward: Site):
    browser = ward.browser("a")

    assert "Tết Dương lịch" in browser.get("/lich?thang=2026-01").text
    assert "Lịch nghỉ năm 2027 là tạm tính" in browser.get("/lich?thang=2027-01").text


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "1999-01", "mai", "2026-1", "٢٠٢٦-01", "2026-01%0a"])
def test_a_month_that_does_not_exist_is_not_found(ward: Site, month: str):
    assert ward.browser("a").get(f"/lich?thang={month}").status_code == 404


def test_a_stranger_sees_days_off_and_no_work_of_the_ward(ward: Site):
    page = ward.browser("nguoi-la").get("/lich?thang=2026-02").text

    assert "Đăng ký mô hình" not in page and "Tết" in page


def test_english_is_a_switch_away(ward: Site):
    browser = ward.browser("a")
    browser.post("/ngon-ngu", {"ngon_ngu": "en"})

    page = browser.get("/lich?thang=2026-02").text

    assert "The year 2026" in page and "Cả năm 2026" not in page


DECISION = {"ngay": "04/02/2026", "la": "nghi", "theo": "Thông báo 12/TB-UBND", "ngay_qd": "10/01/2026"}


def test_an_administrator_sees_what_would_move_before_it_is_kept(ward: Site):
    browser = ward.browser("quan-tri")

    shown = browser.post("/lich/quyet-dinh", {**DECISION, "viec": "xem"})
    before = browser.get("/lich/quyet-dinh").text
    kept = browser.post("/lich/quyet-dinh", {**DECISION, "viec": "ghi"})
    after = browser.get("/lich/quyet-dinh").text

    assert shown.status_code == 200 and "T4 04/02/2026 → <b>T3 03/02/2026</b>" in shown.text
    assert "Hội A" in shown.text
    assert "Chưa có quyết định riêng nào" in before
    assert kept.status_code == 303 and "Thông báo 12/TB-UBND" in after and "việc đang mở đổi hạn theo" in after


@pytest.mark.parametrize(("changed", "status", "says"), [
    ({"ngay": "31/02/2026"}, 422, "“31/02/2026” không phải là ngày"),
    ({"la": ""}, 422, "Chưa chọn ngày ấy nghỉ hay làm việc"),
    ({"ngay_qd": "hôm qua"}, 422, "Ngày của văn bản “hôm qua” không phải là ngày"),
    ({"theo": " "}, 409, "Chưa ghi văn bản quyết định"),
])
def test_a_decision_with_a_mistake_comes_back_as_typed(ward: Site, changed: dict[str, object], status: int, says: str):
    reply = ward.browser("quan-tri").post("/lich/quyet-dinh", {**DECISION, **changed, "viec": "xem"})

    assert reply.status_code == status and says in reply.text
    assert str({**DECISION, **changed}["ngay"]) in reply.text


def test_only_administrators_change_the_calendar(ward: Site):
    browser = ward.browser("dau-moi")

    assert browser.get("/lich/quyet-dinh").status_code == 403
    assert browser.post("/lich/quyet-dinh", {**DECISION, "viec": "ghi"}).status_code == 403
    assert "/lich/quyet-dinh" not in browser.get("/lich").text
