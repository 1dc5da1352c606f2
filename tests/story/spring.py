"""March to June: launches, commitments, evidence, an inspection with remedy, a proposal from outside, half a year."""

from collections import Counter
from datetime import date

import pytest

from engine.work.people import Forbidden
from tests.story import answers as a
from tests.story.desk import a_figure_of_the_register_is_changed_with_a_reason, a_paper_of_the_wrong_kind_is_not_kept
from tests.story.pages import an_initiative_is_proposed_through_its_form
from tests.story.year import Year

GUAVA, SHRIMP, CLEANING = (str(row["ten"]) for row in (a.GUAVA, a.SHRIMP, a.CLEANING))
FRIENDLY, TEACHER, LATHE = (str(row["ten"]) for row in (a.FRIENDLY, a.TEACHER, a.LATHE))
GARMENT = str(a.GARMENT["ten"])
MEDIATORS = "Tổ hoà giải ba cùng"


def only_new_initiatives_are_launched(year: Year) -> None:
    assert year.open("ra-mat") == sorted([GARMENT, LATHE, TEACHER, GUAVA])

    for name in (GUAVA, TEACHER, LATHE):
        year.do(year.owner(name), "ra-mat", a.launched("2026-03-02"), entry=name)
        year.do("banxaydungdang.cb", "ra-mat", outcome="nhan", entry=name)

    assert year.open("ra-mat") == [GARMENT]
    assert year.data(LATHE)["da_ra_mat"] is True


def every_initiative_has_commitments_and_evidence(year: Year) -> None:
    year.go_to(date(2026, 3, 4))
    a_paper_of_the_wrong_kind_is_not_kept(year)

    for name in year.open("cam-ket"):
        year.do(year.owner(name), "cam-ket", a.committed(), entry=name)
    for name in year.open("trien-khai"):
        year.do(year.owner(name), "trien-khai", a.spread(), entry=name)

    assert year.opened() == {"ra-mat": 1}
    said = [(one.data["co_cam_ket"], one.data["co_tuyen_truyen"]) for one in year.entries().values()
            if one.status == "accepted"]
    assert said == [(True, True)] * 28


def the_inspection_plan_opens_on_5_march_for_the_standing_committee(year: Year) -> None:
    assert year.open("ke-hoach-kiem-tra") == []
    year.go_to(date(2026, 3, 5))
    assert year.open("ke-hoach-kiem-tra") == ["ban-xay-dung-dang"]
    with pytest.raises(Forbidden):
        year.do("banxaydungdang.tt", "ke-hoach-kiem-tra", a.inspection_plan(year.ids_of(GUAVA)))

    year.go_to(date(2026, 3, 10))
    year.do("phobithu", "ke-hoach-kiem-tra", a.inspection_plan(year.ids_of(GUAVA, CLEANING, FRIENDLY)))

    assert year.open("kiem-tra") == sorted([GUAVA, CLEANING, FRIENDLY])


def what_is_weak_is_mended_and_inspected_again(year: Year) -> None:
    year.go_to(date(2026, 3, 18))
    for name in (GUAVA, FRIENDLY):
        year.do("banxaydungdang.cb", "kiem-tra", a.inspected(), "dat", entry=name)
    year.do("banxaydungdang.cb", "kiem-tra", a.inspected("Ít hộ tham gia"), "can-khac-phuc", entry=CLEANING,
            reason="Vận động thêm hộ ở ngõ 5")
    assert year.open("kiem-tra") == [f"khắc phục: {CLEANING}"]
    assert year.days("kiem-tra", entry=CLEANING)[0] == date(2026, 4, 1)

    year.go_to(date(2026, 3, 24))
    year.do("hoiphunu.tt", "kiem-tra", a.remedied(), entry=CLEANING)
    assert year.open("kiem-tra") == [CLEANING]
    assert "ket_qua_kiem_tra" not in year.data(CLEANING)
    year.do("banxaydungdang.cb", "kiem-tra", a.inspected(), "dat", entry=CLEANING)

    assert year.data(CLEANING)["ket_qua_kiem_tra"] == "dat"
    assert year.open("kiem-tra") == []


def what_nobody_registered_is_proposed(year: Year) -> None:
    place = year.unit_id("chi-bo-tdp-2")
    with pytest.raises(Forbidden):
        year.nominate("chibotdp2.tt", a.found_outside(place))

    an_initiative_is_proposed_through_its_form(year, place)

    found = year.entries()[MEDIATORS]
    assert (found.status, found.registered, found.unit_id) == ("accepted", False, place)
    assert year.opened() == {"cam-ket": 1, "ra-mat": 1, "trien-khai": 1}
    year.do("chibotdp2.cb", "cam-ket", a.committed())
    year.do("chibotdp2.cb", "trien-khai", a.spread())
    assert year.register() == Counter(accepted=29, withdrawn=1)


def the_half_year_report_comes_on_15_may_with_the_figures_of_the_register(year: Year) -> None:
    year.go_to(date(2026, 5, 14))
    assert year.opened() == {"ra-mat": 1}
    year.go_to(date(2026, 5, 15))
    assert year.open("bao-cao-6-thang") == list(year.units())
    assert year.days("bao-cao-6-thang", "tram-y-te") == (date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15))

    a_figure_of_the_register_is_changed_with_a_reason(year)
    for unit in year.open("bao-cao-6-thang"):
        if not unit.startswith("tiếp nhận"):
            year.do(year.officer(unit), "bao-cao-6-thang", a.report(*figures(year, unit)), unit=unit)
    for unit in year.units():
        year.do("banxaydungdang.cb2", "bao-cao-6-thang", outcome="nhan", unit=unit)
    assert year.opened() == {"ra-mat": 1}


def figures(year: Year, unit: str) -> tuple[int, int]:
    """How many initiatives the unit keeps on with, and how many are new or replicated: what Mẫu 2 is filled with."""
    place = year.unit_id(unit)
    mine = [one.data["nguon_goc"] == "co-tu-truoc" for one in year.entries().values()
            if one.unit_id == place and one.status == "accepted"]
    return sum(mine), len(mine) - sum(mine)


CHAPTERS = (
    only_new_initiatives_are_launched, every_initiative_has_commitments_and_evidence,
    the_inspection_plan_opens_on_5_march_for_the_standing_committee, what_is_weak_is_mended_and_inspected_again,
    what_nobody_registered_is_proposed, the_half_year_report_comes_on_15_may_with_the_figures_of_the_register,
)
