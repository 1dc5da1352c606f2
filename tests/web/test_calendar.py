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
