"""Who looks again at what was returned sees what was asked, what became of it, and everything else that differs."""

import pytest

from engine.action.withdraw_task import withdraw_task
from engine.base.clock import local_day
from engine.report.task_page import TaskPage, task_page
from engine.work.asked_change import AskedChange
from tests.action.nho import World, published, rows
from tests.action.test_asked_changes import FIELD, NAME, asked_back

CHANGED = {"dang-ky": {"danh_sach": [
    {"_id": "r1", "ten": "Mô hình 1 ở thôn Đông", "linh_vuc": "kinh-te", "moi": True},
    {"_id": "r9", "ten": "Mô hình 9", "linh_vuc": "kinh-te", "moi": False}]}}


@pytest.fixture
def returned(database, ids, clock) -> World:
    made = published(database, ids, clock)
    made.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    asked_back(made, AskedChange(NAME, "nêu địa bàn"), AskedChange("dang-ky.danh_sach.r2"), AskedChange(FIELD))
    return made


def _page(made: World, login: str = "dau-moi") -> TaskPage:
    return task_page(made.database, made.viewer(login), made.task("dang-ky", "hoi-a").id, local_day(made.clock.now()))


def test_everything_that_differs_is_told_cell_by_cell(returned):
    returned.send("a", "dang-ky", answers=CHANGED, code="hoi-a")

    found = _page(returned).resent

    assert found is not None
    assert (found.returned.by, found.returned.reason, found.n) == ("Lê Đầu Mối", "Xem lại", 1)
    assert [(one.speaks, one.words, one.done) for one in found.asked] == [
        ("Dòng 1, tên mô hình", "nêu địa bàn", True), ("", "", True), ("", "", True)]
    assert [(one.speaks, one.before, one.after, one.new, one.gone) for one in found.changed] == [
        ("Dòng 1, tên mô hình", "Mô hình 1", "Mô hình 1 ở thôn Đông", False, False),
        ("Dòng 1, mới", "", "×", False, False),
        ("Dòng 2", "", "Mô hình 9 · kinh tế", True, False),
        ("Dòng 2", "Mô hình 2 · kinh tế", "", False, True)]
    assert [one.anchor for one in found.changed] == [
        "f-dang-ky-danh_sach-r1-ten", "f-dang-ky-danh_sach-r1-moi", "f-dang-ky-danh_sach-r9", ""]


def test_what_was_sent_again_unchanged_says_so(returned):
    returned.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")

    found = _page(returned).resent

    assert found is not None
    assert (found.changed, [one.done for one in found.asked_open]) == ((), [False] * 3)


def test_it_is_compared_with_what_was_returned_last(returned):
    returned.send("a", "dang-ky", answers=CHANGED, code="hoi-a")
    asked_back(returned)
    returned.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    found = _page(returned).resent

    assert found is not None
    assert (found.n, found.asked, [one.speaks for one in found.changed]) == (
        2, (), ["Dòng 1, tên mô hình", "Dòng 1, mới", "Dòng 2"])


def test_it_is_for_who_looks_at_it_alone_and_only_after_a_return(returned):
    assert _page(returned, "a").resent is None
    returned.send("b", "dang-ky", answers=rows("Mô hình 3"), code="hoi-b")
    first = task_page(returned.database, returned.viewer("dau-moi"), returned.task("dang-ky", "hoi-b").id,
                      local_day(returned.clock.now()))

    assert first.resent is None


def test_what_was_mended_sent_and_taken_back_counts_as_mended_still(returned):
    sent = returned.task("dang-ky", "hoi-a").id
    returned.send("a", "dang-ky", answers=CHANGED, code="hoi-a")
    withdraw_task(returned.database, returned.ids, returned.viewer("a"), sent, returned.clock.now())

    again = _page(returned, "a")

    assert again.returned is not None
    assert ([one.done for one in again.asked], again.asked_open) == ([True] * 3, ())

    returned.send("a", "dang-ky", answers=CHANGED, code="hoi-a")
    found = _page(returned).resent
    assert found is not None
    assert ([one.done for one in found.asked], len(found.changed)) == ([True] * 3, 4)
