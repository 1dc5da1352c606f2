"""A figure that kheo counts keeps up with what it counts, in a draft of months, until somebody changes it."""

from datetime import date

import pytest

from engine.action.save_draft import save_draft
from engine.report.task_page import task_page
from engine.work.draft import Change
from engine.work.question import Question
from tests.action.nho import World, rows, world
from tests.action.on_paper import plan_with

COUNTED = ("- {mã: noi_dung, nhãn: Nội dung, loại: đoạn văn}", """- {mã: noi_dung, nhãn: Nội dung, loại: đoạn văn}
      - {mã: so, nhãn: Đã ra mắt, loại: số, lấy từ: {đếm mô hình khi: da_ra_mat}, sửa phải nêu lý do: có}""")


@pytest.fixture
def reporting(database, ids, clock) -> World:
    """The report is open; the initiative it counts has not begun."""
    made = world(database, ids, clock, loaded=plan_with(COUNTED))
    made.send("dau-moi", "ban-hanh")
    made.send("a", "dang-ky", answers=rows("Mô hình 1", new=True), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    made.tick(date(2026, 5, 15))
    return made


def _typed(made: World, **fields: str) -> None:
    places = frozenset(f"bao-cao.{key}" for key in fields)
    save_draft(made.database, made.viewer("a"), made.task("bao-cao", "hoi-a").id,
               Change({"bao-cao": {**fields}}, places, seen=0, tab="t1"), made.clock.now())


def _figure(made: World) -> Question:
    page = task_page(made.database, made.viewer("a"), made.task("bao-cao", "hoi-a").id, date(2026, 5, 15))
    found = page.filling.forms[0].items[1]
    assert isinstance(found, Question) and found.reason
    return found


def test_a_figure_nobody_has_touched_follows_and_needs_no_reason(reporting):
    _typed(reporting, noi_dung="Đang làm")
    before = _figure(reporting).value

    reporting.send("a", "ra-mat", answers={"ra-mat": {"ngay": "2026-05-10"}}, code="hoi-a")
    after = _figure(reporting)

    assert (before, after.value, after.changed, after.reason.needed) == ("0", "1", False, False)
    _typed(reporting, noi_dung="Đã làm")
    assert _figure(reporting).value == "1"
    reporting.send("a", "bao-cao", answers={"bao-cao": {"noi_dung": "Đã làm", "so": "1"}}, code="hoi-a")


def test_a_figure_that_somebody_changed_stays_and_asks_why(reporting):
    _typed(reporting, so="4")

    reporting.send("a", "ra-mat", answers={"ra-mat": {"ngay": "2026-05-10"}}, code="hoi-a")
    figure = _figure(reporting)

    assert (figure.value, figure.changed, figure.reason.needed) == ("4", True, True)
