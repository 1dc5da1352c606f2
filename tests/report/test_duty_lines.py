"""The standing duties on the page of a run: who has them, and how much evidence is there."""

from datetime import date

import pytest

from engine.report.duty_lines import DutyLine
from engine.report.overview import overview
from tests.action.nho import World, world

DUTIES = """nhiệm vụ thường xuyên:
  - {mã: nv-chung, tên: Tham mưu chỉ đạo, chủ trì: đầu mối, trích mục: [{mục: II.1}]}
  - {mã: nv-hoi, tên: Đối thoại với Nhân dân, chủ trì: thủ trưởng đơn vị, nhóm đơn vị: [hoi], hạn: trước ngày 20/11}
"""


@pytest.fixture
def running(database, ids, clock) -> World:
    """The small plan with two duties, in force since January."""
    made = world(database, ids, clock, DUTIES)
    made.send("dau-moi", "ban-hanh")
    return made


def lines(made: World, login: str) -> tuple[DutyLine, ...]:
    return overview(made.database, made.viewer(login), made.run_id, made.clock.now()).duties


def line(name, owner, clause, due, **more):
    return DutyLine(**{"name": name, "owner": owner, "clause": clause, "asked": 1, "given": 0, "begun": False,
                       "opens": date(2026, 11, 1), "due": due, **more})


def test_the_duties_stand_on_the_page_before_their_evidence_is_asked(running):
    assert lines(running, "dau-moi") == (
        line("Tham mưu chỉ đạo", "Ban đầu mối", "II.1", date(2026, 11, 30)),
        line("Đối thoại với Nhân dân", "Thủ trưởng đơn vị · Các hội", None, date(2026, 11, 19), asked=3))


def test_evidence_is_counted_over_the_units_one_may_count(running):
    running.tick(date(2026, 11, 2))
    evidence = {"minh-chung-nhiem-vu": {"da_lam": "Hai buổi đối thoại"}}
    running.send("dau-moi", "nv-chung", answers=evidence)
    running.send("sep-a", "nv-hoi", answers=evidence, code="hoi-a")

    seen = {login: [(one.given, one.asked, one.begun) for one in lines(running, login)]
            for login in ("dau-moi", "a", "b")}

    assert seen == {"dau-moi": [(1, 1, True), (1, 3, True)], "a": [(1, 1, True), (1, 1, True)],
                    "b": [(1, 1, True), (0, 1, True)]}
