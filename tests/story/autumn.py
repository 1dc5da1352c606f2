"""July to November: the appraisal team, a conference that moves, scores, notice, proposal and decision."""

from datetime import date

import pytest

from engine.work.people import Conflict, Forbidden, FormRefused
from tests.story import answers as a
from tests.story.desk import a_member_scores_at_the_screen
from tests.story.pages import (
    the_conference_moves_through_the_page_of_events,
    the_notice_of_the_result_leads_to_the_run,
)
from tests.story.spring import CLEANING, FRIENDLY, GARMENT, GUAVA, LATHE, MEDIATORS, SHRIMP, TEACHER
from tests.story.year import Year

APPRAISED = (GUAVA, SHRIMP, CLEANING, FRIENDLY, TEACHER, GARMENT, LATHE, MEDIATORS)
RECOGNISED = (GUAVA, SHRIMP, CLEANING, TEACHER, MEDIATORS)
UNITS_RECOGNISED = ("chibotdp2.cb", "chibotdp2.tt", "hoinongdan.cb", "hoinongdan.tt", "hoiphunu.cb", "hoiphunu.tt",
                    "truongthcs.cb", "truongthcs.tt")
"""Heads and officers of the units whose initiatives are recognised."""
TEAM = ("mattran.pho", "phongvanhoaxahoi.cb", "uybankiemtra.tt")
NEW = (GUAVA, TEACHER, GARMENT, LATHE, MEDIATORS)
AT_THE_SCREEN = ("phongvanhoaxahoi.cb", GUAVA)
POINTS = {GUAVA: (9, 8, 8), SHRIMP: (7, 7, 8), CLEANING: (6, 7, 7), FRIENDLY: (9, 9, 9), TEACHER: (8, 9, 9),
          GARMENT: (9, 9, 10), LATHE: (4, 4, 5), MEDIATORS: (10, 10, 10)}
PER_CENT = {GUAVA: 83.3, SHRIMP: 73.3, CLEANING: 66.7, FRIENDLY: 90.0, TEACHER: 86.7, GARMENT: 93.3, LATHE: 43.3,
            MEDIATORS: 100.0}


def the_team_and_the_conference_are_fixed(year: Year) -> None:
    year.go_to(date(2026, 7, 1))
    assert year.opened() == {"lap-doan-tham-dinh": 1, "ra-mat": 1}

    year.go_to(date(2026, 9, 10))
    team = a.appraisal_team(year.persons(*TEAM), "2026-10-15", year.ids_of(*APPRAISED))
    year.do("banxaydungdang.tt", "lap-doan-tham-dinh", team)

    assert year.opened() == {"bao-cao-tham-dinh": 8, "hoi-nghi-tham-dinh": 1, "ra-mat": 1}
    assert {year.days("bao-cao-tham-dinh", entry=name)[0] for name in APPRAISED} == {date(2026, 10, 12)}
    assert year.days("hoi-nghi-tham-dinh")[0] == date(2026, 10, 15)


def the_first_reports_come_in(year: Year) -> None:
    year.go_to(date(2026, 10, 1))
    for name in (GUAVA, SHRIMP):
        _report(year, name)

    assert year.open("cham-diem") == [SHRIMP, GUAVA]
    assert year.days("cham-diem", entry=GUAVA)[0] == date(2026, 10, 15)
    assert year.informed("bao-cao-tham-dinh") == sorted([*TEAM, *TEAM])


def the_conference_moves_and_days_and_notices_follow(year: Year) -> None:
    year.go_to(date(2026, 10, 6))
    with pytest.raises(Forbidden):
        year.move("hoiphunu.tt", "hội nghị thẩm định", date(2026, 10, 22))

    the_conference_moves_through_the_page_of_events(year, "22/10/2026", 9)

    waiting = [name for name in APPRAISED if name not in (GUAVA, SHRIMP)]
    assert {year.days("bao-cao-tham-dinh", entry=name)[0] for name in waiting} == {date(2026, 10, 19)}
    assert {year.days("cham-diem", entry=name)[0] for name in (GUAVA, SHRIMP)} == {date(2026, 10, 22)}
    assert year.days("hoi-nghi-tham-dinh")[0] == date(2026, 10, 22)
    year.go_to(date(2026, 10, 16))
    assert year.told("bao-cao-tham-dinh", "hoi-phu-nu") == [
        (level, day, day, login, channel)
        for level, day in ((1, date(2026, 10, 5)), (1, date(2026, 10, 12)), (2, date(2026, 10, 16)))
        for login in ("hoiphunu.cb", "hoiphunu.tt") for channel in ("email", "inbox")]


def three_members_score_each_initiative(year: Year) -> None:
    for name in APPRAISED[2:]:
        _report(year, name)
    year.go_to(date(2026, 10, 22))
    assert year.open("cham-diem") == sorted(APPRAISED)
    with pytest.raises(Conflict):
        year.do(TEAM[0], "cham-diem", entry=GUAVA)
    with pytest.raises(Forbidden):
        year.vote("mattran.tt", GUAVA, 9)

    for name in APPRAISED:
        for login, points in zip(TEAM, POINTS[name], strict=True):
            assert "diem" not in year.data(name)
            if (login, name) == AT_THE_SCREEN:
                a_member_scores_at_the_screen(year, login, name, points)
            else:
                year.vote(login, name, points)

    assert {name: year.data(name)["diem"] for name in APPRAISED} == PER_CENT
    assert year.opened() == {"hoi-nghi-tham-dinh": 1, "ra-mat": 1}


def the_result_is_announced(year: Year) -> None:
    year.do("banxaydungdang.cb", "hoi-nghi-tham-dinh", a.conference())
    year.go_to(date(2026, 10, 26))
    year.do("banxaydungdang.tt", "thong-bao-tham-dinh", a.announced())

    assert year.informed("thong-bao-tham-dinh") == sorted([
        *TEAM, *UNITS_RECOGNISED, "chutich", "uybannhandan.cb", "congtycokhi.cb", "congtycokhi.tt", "congtymay.cb",
        "congtymay.tt"])
    the_notice_of_the_result_leads_to_the_run(year)
    assert year.open("quyet-dinh-cong-nhan") == ["tham mưu: ban-xay-dung-dang"]
    assert year.days("quyet-dinh-cong-nhan") == (None, None, None)


def what_fails_a_criterion_cannot_be_proposed(year: Year) -> None:
    weak = year.ids_of(FRIENDLY, GARMENT, LATHE)

    with pytest.raises(FormRefused) as refused:
        year.do("banxaydungdang.tt", "quyet-dinh-cong-nhan", a.proposal([*year.ids_of(*RECOGNISED), *weak]))

    checked = ("mô hình chưa đạt một trong các tiêu chí (1), (2), (8) nên chưa thể đề nghị công nhận; bỏ dấu ở dòng "
               "này.")
    scored = "điểm thẩm định dưới 50% nên chưa thể đề nghị công nhận; bỏ dấu ở dòng này."
    assert {e.row: e.message.partition(": ")[2] for e in refused.value.errors} == dict(
        zip(weak, (checked, checked, scored), strict=True))


def the_standing_board_returns_then_recognises(year: Year) -> None:
    proposed = a.proposal(year.ids_of(*RECOGNISED))
    year.do("banxaydungdang.tt", "quyet-dinh-cong-nhan", proposed)
    year.do("bithu", "quyet-dinh-cong-nhan", outcome="tra-lai", reason="Nêu rõ hiệu quả từng mô hình")
    year.do("banxaydungdang.tt", "quyet-dinh-cong-nhan", proposed)
    year.go_to(date(2026, 11, 5))
    with pytest.raises(Forbidden):
        year.do("banxaydungdang.pho", "quyet-dinh-cong-nhan", a.recognition(), "dong-y")
    year.do("mattran.tt", "quyet-dinh-cong-nhan", a.recognition(), "dong-y")

    said = {name: [year.data(name).get(key) for key in ("cong_nhan", "so_quyet_dinh", "ngay_cong_nhan")]
            for name in APPRAISED}
    assert said == {name: [True, "88-QĐ/ĐU", "2026-11-05"] if name in RECOGNISED else [False, None, None]
                    for name in APPRAISED}
    assert year.informed("quyet-dinh-cong-nhan") == sorted([
        *UNITS_RECOGNISED, "banxaydungdang.cb", "banxaydungdang.cb2", "banxaydungdang.pho", "banxaydungdang.tt"])


def _report(year: Year, name: str) -> None:
    """Send the report about the initiative and receive it; the dossier of FRIENDLY lacks its evidence."""
    given = a.appraisal_report(new=name in NEW, complete=name != FRIENDLY)
    year.do(year.owner(name), "bao-cao-tham-dinh", given, entry=name)
    year.do("banxaydungdang.cb", "bao-cao-tham-dinh", outcome="nhan", entry=name)


CHAPTERS = (
    the_team_and_the_conference_are_fixed, the_first_reports_come_in, the_conference_moves_and_days_and_notices_follow,
    three_members_score_each_initiative, the_result_is_announced, what_fails_a_criterion_cannot_be_proposed,
    the_standing_board_returns_then_recognises,
)
