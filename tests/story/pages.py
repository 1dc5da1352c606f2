"""What the pages of the run, the register and the calendar say on some days of the year."""

from datetime import date

from tests.story import answers as a
from tests.story.screen import Screen, at
from tests.story.year import Year

COORDINATOR, UNIT = "banxaydungdang.tt", "hoiphunu.cb"
ROWS = "//table[@class='matrix']/tbody/tr[not(@class)]"


def the_overview_names_the_late_unit(year: Year) -> None:
    """11 February: five rungs of the ladder are done, the sixth waits for the twenty-third."""
    screen = at(year, COORDINATOR).open(f"/dot/{year.run_id}?buoc=dang-ky")

    assert screen.lines("//div[@class='target']//p[@class='fig']") == ["25/26", "27", "1/1", "0/1"]
    assert screen.lines("//tr[@class='grp']") == ["Đăng ký mô hình, quá hạn: 1 đơn vị"]
    assert screen.lines(ROWS + "/th") == ["Công ty TNHH Cơ khí Hoa Phượng"]
    assert screen.lines("//ol[@class='next']/li//h3") == [
        "Mức 1, đã nhắc 25 đơn vị", *(f"Mức {level}, đã nhắc 1 đơn vị" for level in (2, 3, 4, 5)),
        "Mức 6, báo Thường trực Đảng uỷ phường"]
    assert at(year, UNIT).open(f"/dot/{year.run_id}").lines(ROWS + "/th") == ["Hội Liên hiệp Phụ nữ phường"]
    assert at(year, UNIT).open(f"/dot/{year.run_id}/so-do").status == 403


def the_calendar_shows_the_half_year_report(year: Year) -> None:
    days = at(year, UNIT).open("/lich?thang=2026-06").lines("//ol[@class='days-list']/li")

    assert [line for line in days if "Báo cáo" in line] == [
        "12T6Báo cáo 6 tháng III.1 Dân vận khéo 2026 · hạn của kế hoạch"]


def an_initiative_is_proposed_through_its_form(year: Year, place: str) -> None:
    screen = at(year, "banxaydungdang.cb").open("/mo-hinh").follow("Đề xuất mô hình")
    found = {f"f.de-xuat.{key}": "1" if value is True else str(value)
             for key, value in a.found_outside(place)["de-xuat"].items()}

    screen.submit("nominate", {**found, "f.de-xuat.phat_hien_khi": ""})
    assert (screen.status, screen.lines("//*[@id='loi']//li")) == (
        422, ["Được phát hiện khi theo dõi, khảo sát, kiểm tra, giám sát nào: chưa điền."])
    screen.submit("nominate", {"f.de-xuat.phat_hien_khi": found["f.de-xuat.phat_hien_khi"]})

    assert (screen.status, screen.lines("//h1")) == (303, ["Tổ hoà giải ba cùng"])


def the_conference_moves_through_the_page_of_events(year: Year, day: str, moved: int) -> None:
    screen = at(year, COORDINATOR).open(f"/dot/{year.run_id}").follow("Sự kiện")
    assert screen.lines("//p[@class='day']") == ["thứ Năm 15/10/2026", "chưa ấn định ngày"]

    screen.submit("field", {"ngay": "31/9/2026"})
    assert (screen.status, screen.lines("//p[@class='wrong']")) == (
        422, ["“31/9/2026” không phải là ngày; ghi ngày/tháng/năm, ví dụ 20/10/2026."])
    screen.submit("field bad", {"ngay": day})

    assert screen.status == 303
    assert f"{moved} việc đang mở đổi hạn theo." in screen.says("//body")


def the_notice_of_the_result_leads_to_the_run(year: Year) -> None:
    """The task it speaks of is the coordinator's, which a unit may not look at."""
    screen = at(year, UNIT).open("/thong-bao").follow("Thông báo kết quả thẩm định: Ban Xây dựng Đảng")

    assert (screen.status, screen.path) == (200, f"/dot/{year.run_id}")


def a_recognised_initiative_is_public_without_personal_data(year: Year, recognised: str, other: str) -> None:
    number, hidden = year.ids_of(recognised, other)
    own, stranger = at(year, "hoinongdan.cb").open(f"/mo-hinh/{number}"), at(year, UNIT).open(f"/mo-hinh/{number}")

    assert _fact(own, "Địa chỉ") == "Tổ dân phố B, Hoa Động"
    assert _fact(stranger, "Địa chỉ") == "dữ liệu cá nhân, đã che"
    assert _fact(stranger, "Số quyết định công nhận") == "88-QĐ/ĐU"
    assert at(year, UNIT).open(f"/mo-hinh/{hidden}").status == 404


def an_exemplar_has_gone_all_its_steps(year: Year, name: str) -> None:
    screen = at(year, COORDINATOR).open(f"/mo-hinh/{year.ids_of(name)[0]}")

    days = ((2, 2), (2, 3), (4, 3), (4, 3), (18, 3), (1, 10), (22, 10), (12, 11))
    assert screen.lines("//ol[@class='stepline']/li/span[2]") == [f"{date(2026, m, d):%d/%m/%Y}" for d, m in days]
    assert [_fact(screen, label) for label in ("Điểm thẩm định (%)", "Điển hình", "Được khen thưởng")] == [
        "83,3", "Có", "Có"]


def the_run_is_closed_on_its_page(year: Year) -> None:
    screen = at(year, COORDINATOR).open(f"/dot/{year.run_id}/ket-thuc")
    screen.submit("pad", {})

    assert screen.status == 303
    assert "26 đơn vị, 29 mô hình · đã kết thúc" in screen.says("//p[@class='sub']")
    assert screen.lines("//div[@class='target']//p[@class='fig']") == ["26/26", "29", "1/1", "0/1"]
    assert "Vũ Đình Lâm" in screen.open(f"/dot/{year.run_id}/nhat-ky").says("//main//table//tbody/tr[1]")


def _fact(screen: Screen, label: str) -> str:
    """What the register says of the initiative under that label."""
    place = "//section[@aria-labelledby='tt']//dl"
    return dict(zip(screen.lines(f"{place}/dt"), screen.lines(f"{place}/dd"), strict=True))[label]
