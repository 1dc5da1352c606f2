"""April: the plan goes out, units launch it and register by their quotas, the coordinator consolidates."""

from collections import Counter
from datetime import date, time

import pytest

from engine.work.people import FormRefused
from tests.story import vinh_long_answers as a
from tests.story.screen import at
from tests.story.year import Year, moment

AGENCIES = ("so-noi-vu", "van-phong-uy-ban", "so-tai-chinh", "so-tu-phap", "so-nong-nghiep")
WARNED = "Lưu ý chỉ tiêu: "


def the_plan_goes_out_on_the_day_after_the_decision(province: Year) -> None:
    province.clock.set(moment(date(2025, 4, 2), time(9)))
    province.begin()
    province.go_to(date(2025, 4, 3))

    province.do("sonoivu.cb", "trien-khai", a.issued())

    assert province.opened() == {"dang-ky": 17, "phat-dong": 17}
    assert province.days("dang-ky", "so-tai-chinh") == (date(2025, 4, 15), date(2025, 4, 15), date(2025, 4, 15))


def each_head_launches_it(province: Year) -> None:
    province.go_to(date(2025, 4, 8))
    heads = {held.unit: who.login for who in province.organisation.people for held in who.positions
             if held.role == "thu-truong"}

    for unit in province.units():
        province.do(heads[unit], "phat-dong", a.launched(), unit=unit)

    assert province.opened() == {"dang-ky": 17}


def an_agency_that_misses_its_quota_cannot_send(province: Year) -> None:
    with pytest.raises(FormRefused) as refused:
        province.do("sotaichinh.cb", "dang-ky", a.registered("so-tai-chinh", 3, 3), unit="so-tai-chinh")

    assert [error.message for error in refused.value.errors] == [
        "Sở Tài chính: 3 tập thể, chỉ tiêu là đúng 2 (IV.1 gạch 1); bớt 1.",
        "Sở Tài chính: 3 cá nhân, chỉ tiêu là đúng 4 (IV.1 gạch 1); thêm 1."]
    assert province.entries() == {}


def the_quota_stands_on_the_form_while_it_is_filled(province: Year) -> None:
    screen = at(province, "sotaichinh.cb").follow("Đăng ký mô hình")
    assert screen.lines("//li[@data-quota]")[0] == (
        "0 tập thể Sở Tài chính; chỉ tiêu đúng 2, IV.1 gạch 1; chưa đúng thì chưa gửi được thêm 2")

    row = screen.values()["r.dang-ky.danh_sach"][0]
    screen.press("them", "dang-ky.danh_sach.", {f"f.dang-ky.danh_sach.{row}.loai_chu_the": "tap-the"})

    assert screen.lines("//li[@data-quota]")[0].startswith("1 tập thể Sở Tài chính")
    saved = screen.client.post(f"{screen.path}/nhap", data=screen.values(), headers={"Accept": "application/json"})
    assert saved.json["quotas"][0] == {"count": 1, "kept": False, "note": "thêm 1"}


def agencies_register_two_collectives_and_four_individuals(province: Year) -> None:
    for unit in AGENCIES:
        done = province.do(province.officer(unit), "dang-ky", a.registered(unit, 2, 4), unit=unit)
        assert WARNED not in done.message

    assert province.register() == {"sent": 30}


def a_sector_is_reminded_and_not_refused(province: Year) -> None:
    assert WARNED not in _send(province, "so-y-te", 5, 10)

    said = _send(province, "cong-an-tinh", 5, 9)

    assert said.endswith(f"{WARNED}Công an tỉnh: 9 cá nhân, chỉ tiêu là đúng 10 (IV.1 gạch 2); thêm 1.")


def the_quota_of_a_district_spans_its_offices_and_communes(province: Year) -> None:
    assert WARNED not in _send(province, "huyen-long-ho", 3, 6)
    assert WARNED not in _send(province, "xa-an-binh-cu", 2, 2)

    over = _send(province, "thi-tran-long-ho", 1, 1)
    last = _send(province, "huyen-long-ho-phong-van-hoa", 0, 1)

    assert over.endswith(f"{WARNED}Uỷ ban nhân dân huyện Long Hồ và cấp dưới: 6 tập thể, chỉ tiêu là đúng 5 "
                         "(IV.1 gạch 2); bớt 1.")
    assert last.endswith("6 tập thể, chỉ tiêu là đúng 5 (IV.1 gạch 2); bớt 1.")
    assert "cá nhân" not in last


def a_commune_that_takes_one_back_keeps_the_quota(province: Year) -> None:
    province.do("sonoivu.cb", "dang-ky", outcome="tra-lai", unit="thi-tran-long-ho", reason="Huyện đã đủ tập thể")

    assert WARNED not in _send(province, "thi-tran-long-ho", 0, 1)


def the_city_sends_on_the_last_day_and_is_in_time(province: Year) -> None:
    province.go_to(date(2025, 4, 15))
    province.clock.set(moment(date(2025, 4, 15), time(23, 59)))
    task = province.task("dang-ky", "tp-vinh-long")

    assert (task.overdue_after, province.today) == (date(2025, 4, 15), date(2025, 4, 15))
    assert WARNED not in _send(province, "tp-vinh-long", 3, 6)
    for unit in ("tp-vinh-long-phong-noi-vu", "phuong-1"):
        assert WARNED not in _send(province, unit, 1, 2)


def a_difficulty_reaches_the_coordinator(province: Year) -> None:
    task = province.task("dang-ky", "so-giao-duc").id
    words = "Ngành trải khắp huyện, xin hướng dẫn cách chia 05 tập thể"

    at(province, "sogiaoduc.cb").open(f"/viec/{task}").submit_words("Phản ánh vướng mắc", {"noi_dung": words})

    assert words in at(province, "sonoivu.cb").open("/thong-bao").says("//main")
    assert words in at(province, "sonoivu.cb").open(f"/viec/{task}").says("//section[@id='trao-doi']")


def the_coordinator_receives_and_consolidates_without_the_late_ones(province: Year) -> None:
    province.go_to(date(2025, 4, 17))
    for unit in province.open("dang-ky"):
        if unit.startswith("tiếp nhận: "):
            province.do("sonoivu.cb", "dang-ky", outcome="nhan", unit=unit.removeprefix("tiếp nhận: "))
    assert province.open("dang-ky") == ["bo-chi-huy-quan-su", "so-giao-duc", "thi-xa-binh-minh"]

    province.go_to(date(2025, 4, 23))
    province.do("sonoivu.cb", "tong-hop-dang-ky", a.consolidated())

    assert province.informed("tong-hop-dang-ky") == ["chutich", "danvan.tt", "phochutich"]
    assert Counter(one.data["loai_chu_the"] for one in province.entries().values() if one.status == "accepted") == {
        "tap-the": 30, "ca-nhan": 59}


def the_run_page_shows_how_the_quotas_stand(province: Year) -> None:
    screen = at(province, "sonoivu.tt").open(f"/dot/{province.run_id}")

    assert screen.lines("//div[@class='target']//p[@class='fig']") == ["5/5", "3/7"]
    small = screen.lines("//div[@class='target']//p/small")
    assert small == ["Còn 4: Bộ Chỉ huy Quân sự tỉnh (0/5 tập thể, 0/10 cá nhân), "
                     "Công an tỉnh (5/5 tập thể, 9/10 cá nhân), "
                     "Sở Giáo dục và Đào tạo (0/5 tập thể, 0/10 cá nhân) và 1 đơn vị nữa"]


def _send(province: Year, unit: str, collectives: int, individuals: int) -> str:
    """Send the unit's registration; what is said then."""
    login = province.officer(unit)
    return province.do(login, "dang-ky", a.registered(unit, collectives, individuals), unit=unit).message


CHAPTERS = (
    the_plan_goes_out_on_the_day_after_the_decision, each_head_launches_it,
    an_agency_that_misses_its_quota_cannot_send, the_quota_stands_on_the_form_while_it_is_filled,
    agencies_register_two_collectives_and_four_individuals, a_sector_is_reminded_and_not_refused,
    the_quota_of_a_district_spans_its_offices_and_communes, a_commune_that_takes_one_back_keeps_the_quota,
    the_city_sends_on_the_last_day_and_is_in_time, a_difficulty_reaches_the_coordinator,
    the_coordinator_receives_and_consolidates_without_the_late_ones,
    the_run_page_shows_how_the_quotas_stand,
)
