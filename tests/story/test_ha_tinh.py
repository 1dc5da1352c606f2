"""The guidance of Hà Tĩnh through two years: praise comes in the second, and with it the level of the province."""

from datetime import date

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.work.people import Conflict, Forbidden, FormRefused
from tests.story import ha_tinh_answers as a
from tests.story import ha_tinh_year as told
from tests.story.province import COMMITTEE, DIRECTOR, OFFICE, SECRETARY, Province
from tests.story.screen import at

ROWS = (a.row("1", told.WASTE), a.row("2", told.LIGHTS, "quoc-phong-an-ninh"), a.row("1", told.LATE, "kinh-te"))
PLACE = COMMITTEE["hp"]


@pytest.fixture
def province(sqlite: Database, clock: ManualClock, ids: CountedIds, tmp_path) -> Province:
    return Province(sqlite, ids, clock, blobs=BlobStore(tmp_path / "blobs"))


def one_year(year: Province, origin: str | None = None) -> None:
    """`origin`: the initiative of an earlier year that one of this year's replicates."""
    lights = ROWS[1] if origin is None else {**ROWS[1], "nguon_goc": "nhan-rong", "mo_hinh_goc": origin}
    told.the_office_opens_the_year_and_each_committee_guides(year)
    told.who_has_something_to_register_sends_it_to_the_board_of_the_commune(year, ROWS[0], lights, ROWS[2])
    told.the_front_and_every_mass_organisation_give_an_opinion(year)
    told.the_committee_decides_on_every_row_of_the_list(year)
    told.the_list_goes_up_within_the_first_quarter(year)
    told.plans_are_made_followed_and_evaluated(year)
    told.what_meets_the_standard_is_recognised_before_30_november_and_reported(year)


def the_first_year_has_no_conference_and_nothing_for_the_province(year: Province) -> None:
    assert year.open("hoi-nghi-bieu-duong") == year.open("gioi-thieu-cap-tinh") == year.open("xet-cap-tinh") == []

    page = at(year, OFFICE).open(f"/dot/{year.run_id}")

    assert "Không có trong năm 2026; lần tới năm 2027." in page.says("//section[@aria-labelledby='kt']")


def the_origin_and_its_replication_name_each_other(year: Province, origin: str) -> None:
    page = at(year, OFFICE).open(f"/mo-hinh/{origin}")
    assert "Được Chi bộ thôn 1 xã Hoa Phượng nhân rộng năm 2027" in page.says()
    page.follow(told.LIGHTS)
    assert "Nhân rộng từ mô hình của Chi bộ thôn 1 xã Hoa Phượng, năm 2026" in page.says()


def the_second_year_praises_and_the_council_votes_with_its_quorum(year: Province) -> None:
    members = [SECRETARY["hs"], DIRECTOR, "photruongban"]
    year.do(OFFICE, "lap-hoi-dong", a.council(year.persons(*members)))
    chosen = year.ids_of(told.WASTE)
    assert year.open("hoi-nghi-bieu-duong") == [PLACE]
    year.do(SECRETARY["hp"], "hoi-nghi-bieu-duong",
            a.ticked("hoi-nghi-bieu-duong", chosen, ngay_hoi_nghi=f"{year.number}-12-01"), unit=PLACE)
    year.do(SECRETARY["hp"], "gioi-thieu-cap-tinh",
            a.ticked("gioi-thieu", chosen, so_van_ban_gioi_thieu="12-CV/ĐU"), unit=PLACE)
    year.do(OFFICE, "gioi-thieu-cap-tinh", outcome="nhan", unit=PLACE)

    assert year.open("xet-cap-tinh") == [told.WASTE]
    for member in members[:2]:
        year.vote(member, "xet-cap-tinh", told.WASTE, "tan-thanh")
    year.day(12, 25)
    assert year.open("xet-cap-tinh") == [told.WASTE]
    year.day(12, 26)

    assert year.open("xet-cap-tinh") == []
    assert year.data(told.WASTE)["dat_tinh"] is True


def the_province_recognises_and_honours_when_it_is_ordered_to(year: Province) -> None:
    year.day(12, 29)
    year.do(OFFICE, "cong-nhan-cap-tinh", a.ticked("de-nghi-cap-tinh", year.ids_of(told.WASTE), "cong_nhan"))
    year.do(DIRECTOR, "cong-nhan-cap-tinh", a.decision("quyet-dinh-cap-tinh", year.number, "31-QĐ/BTGDVTU"), "dong-y")
    assert year.data(told.WASTE)["cong_nhan_tinh"] is True

    assert year.open("ton-vinh") == []
    with pytest.raises(Forbidden):
        year.start(SECRETARY["hp"], "ton-vinh", "Công văn 12")
    with pytest.raises(FormRefused):
        year.start(OFFICE, "ton-vinh", " ")
    page = at(year, OFFICE).open(f"/dot/{year.run_id}")
    page.submit("field", {"can_cu": "Công văn 12-CV/BTGDVTW ngày 20/12"})
    assert (page.status, year.open("ton-vinh")) == (303, ["ban-tuyen-giao-dan-van"])
    with pytest.raises(Conflict):
        year.start(OFFICE, "ton-vinh", "Công văn 12-CV/BTGDVTW ngày 20/12")
    year.do(OFFICE, "ton-vinh", {"ton-vinh": {"ngay_to_chuc": f"{year.number}-12-30"}})
    year.do(DIRECTOR, "ton-vinh", outcome="dong-y")


def test_two_years_run_one_after_the_other(province: Province) -> None:
    province.go_to(date(2026, 1, 5))
    province.begin()
    one_year(province)
    the_first_year_has_no_conference_and_nothing_for_the_province(province)

    origin = province.ids_of(told.WASTE)[0]

    province.go_to(date(2027, 1, 5))
    province.next_year()
    one_year(province, origin)
    the_origin_and_its_replication_name_each_other(province, origin)
    the_second_year_praises_and_the_council_votes_with_its_quorum(province)
    the_province_recognises_and_honours_when_it_is_ordered_to(province)
