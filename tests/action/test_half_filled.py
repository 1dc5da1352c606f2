"""A review that returns the work with its own form half filled finds that again at the next look; on both databases."""

import pytest
from sqlalchemy import func, select

from engine.base.clock import local_day
from engine.report.task_page import TaskPage, task_page
from engine.store.tables import draft
from tests.action.nho import World, rows, world
from tests.action.on_paper import plan_with

REVIEWED = plan_with(
    ("    biểu mẫu: [dang-ky]\n", "    biểu mẫu: {chính: [dang-ky], tiếp nhận: [phieu-xem]}\n"),
    ("  - mã: ra-mat\n    tên: Ra mắt\n", "  - mã: phieu-xem\n    tên: Phiếu xem xét\n    trường:\n"
     "      - {mã: nhan_xet, nhãn: Nhận xét, loại: đoạn văn}\n      - {mã: so_mo_hinh, nhãn: Số mô hình, loại: số}\n"
     "  - mã: ra-mat\n    tên: Ra mắt\n"))
HALF = {"phieu-xem": {"nhan_xet": "Cần nêu rõ địa bàn.", "so_mo_hinh": None}}


@pytest.fixture
def sent(database, ids, clock) -> World:
    made = world(database, ids, clock, loaded=REVIEWED)
    made.send("dau-moi", "ban-hanh")
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    return made


def _page(made: World, login: str) -> TaskPage:
    return task_page(made.database, made.viewer(login), made.task("dang-ky", "hoi-a").id, local_day(made.clock.now()))


def _filled(page: TaskPage) -> list[str]:
    return [item.text for form in page.filling.forms for item in form.items if hasattr(item, "text")]


def _kept(made: World) -> int:
    with made.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(draft)).scalar_one())


def test_what_was_half_filled_at_the_return_stands_in_the_next_review(sent):
    sent.send("dau-moi", "dang-ky", "tra-lai", answers=HALF, reason="Xem lại", code="hoi-a")
    unit = _page(sent, "a")
    sent.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    again = _page(sent, "dau-moi")

    assert "Cần nêu rõ địa bàn." in _filled(again)
    assert again.filling.saved_at is None  # nothing is begun: what was sent can still be taken back
    assert "Cần nêu rõ địa bàn." not in repr(unit)
    assert "Cần nêu rõ địa bàn." not in repr(_page(sent, "a"))


def test_it_goes_with_the_next_answer_of_the_review(sent):
    whole = {"phieu-xem": {"nhan_xet": "Đạt", "so_mo_hinh": "1"}}
    for _round in range(2):
        sent.send("dau-moi", "dang-ky", "tra-lai", answers=HALF, reason="Xem lại", code="hoi-a")
        sent.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
        assert _kept(sent) == 1
    sent.send("dau-moi", "dang-ky", "nhan", answers=whole, code="hoi-a")

    assert _kept(sent) == 0


def test_nothing_is_kept_of_an_empty_form_or_of_one_that_was_right(sent):
    sent.send("dau-moi", "dang-ky", "tra-lai", answers={"phieu-xem": {"nhan_xet": "", "so_mo_hinh": None}},
              reason="Xem lại", code="hoi-a")
    sent.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    assert _kept(sent) == 0

    sent.send("dau-moi", "dang-ky", "tra-lai", answers={"phieu-xem": {"nhan_xet": "Rõ", "so_mo_hinh": "1"}},
              reason="Xem lại", code="hoi-a")
    sent.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    assert (_kept(sent), "Rõ" in _filled(_page(sent, "dau-moi"))) == (0, True)
