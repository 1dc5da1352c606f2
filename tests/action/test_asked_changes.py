"""A return names the places to be changed; what was changed since is told from what was not; on both databases."""

import pytest
from sqlalchemy import select

from engine.action.complete_task import complete_task
from engine.base.clock import local_day
from engine.report.task_page import TaskPage, task_page
from engine.store.tables import asked_change
from engine.work.asked_change import AskedChange
from engine.work.people import FormRefused
from tests.action.nho import World, published, rows

NAME, FIELD = "dang-ky.danh_sach.r1.ten", "dang-ky.danh_sach.r2.linh_vuc"


@pytest.fixture
def running(database, ids, clock) -> World:
    made = published(database, ids, clock)
    made.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    return made


def asked_back(made: World, *asks: AskedChange, outcome: str = "tra-lai") -> None:
    """The coordinator returns what Hội A sent; these places are to be changed."""
    row = made.task("dang-ky", "hoi-a")
    complete_task(made.database, made.ids, made.viewer("dau-moi"), row.id, row.rev, outcome, {}, "Xem lại",
                  made.ids.new(), made.clock.now(), asks=asks)


def _page(made: World, login: str, typed: dict[str, dict[str, object]] | None = None) -> TaskPage:
    today = local_day(made.clock.now())
    return task_page(made.database, made.viewer(login), made.task("dang-ky", "hoi-a").id, today, typed)


def _told(page: TaskPage) -> list[tuple[str, str, str, bool]]:
    return [(one.speaks, one.anchor, one.words, one.done) for one in page.asked]


def test_the_reviewer_chooses_among_the_places_of_what_was_sent(running):
    groups = [(group.name, [spot.place for spot in group.spots]) for group in _page(running, "dau-moi").spots]

    assert groups == [(f"Dòng {n}: Mô hình {n}", [f"dang-ky.danh_sach.r{n}", *(
        f"dang-ky.danh_sach.r{n}.{column}" for column in ("ten", "linh_vuc", "moi"))]) for n in (1, 2)]


def test_who_sent_it_sees_each_place_and_it_ticks_off_as_it_changes(running):
    asked_back(running, AskedChange(NAME, "nêu địa bàn"), AskedChange(FIELD), AskedChange("dang-ky.danh_sach.r2"))
    anew = rows("Mô hình 1 ở thôn Đông", "Mô hình 2")
    anew["dang-ky"]["danh_sach"][0]["_id"] = "r1"

    asked, half, gone = (_told(_page(running, "a", typed)) for typed in (None, anew, {"dang-ky": {"danh_sach": []}}))

    assert asked == [
        ("Dòng 1, tên mô hình", "f-dang-ky-danh_sach-r1-ten", "nêu địa bàn", False),
        ("Dòng 2, lĩnh vực", "f-dang-ky-danh_sach-r2-linh_vuc", "", False),
        ("Dòng 2", "f-dang-ky-danh_sach-r2", "", False)]
    assert [done for *_, done in half] == [True, False, False]
    assert gone == [("", "f-dang-ky-danh_sach", words, True) for words in ("nêu địa bàn", "", "")]


def test_a_value_put_back_is_open_again(running):
    asked_back(running, AskedChange(NAME))
    back = rows("Mô hình 1", "Mô hình 2", new=True)

    assert [one.done for one in _page(running, "a", back).asked] == [False]


@pytest.mark.parametrize(("asks", "says"), [
    ([AskedChange("dang-ky.danh_sach.r1.khong_co")], "chỗ cần sửa vừa chọn"),
    ([AskedChange("khac.danh_sach")], "chỗ cần sửa vừa chọn"),
    ([AskedChange("dang-ky.danh_sach." + "r" * 300)], "chỗ cần sửa vừa chọn"),
    ([AskedChange(NAME, "x" * 501)], "dài quá 500"),
    ([AskedChange(f"dang-ky.danh_sach.r{n}") for n in range(51)], "nhiều nhất 50"),
])
def test_places_that_cannot_be_are_refused(running, asks, says):
    with pytest.raises(FormRefused) as refused:
        asked_back(running, *asks)

    assert [(error.field, says in error.message) for error in refused.value.errors] == [("cho_sua", True)]


def test_only_a_return_keeps_places_and_one_named_twice_stands_once(running):
    asked_back(running, AskedChange(NAME, "trước"), AskedChange(NAME, "sau"))
    with running.database.read() as connection:
        kept = connection.execute(select(asked_change.c.place, asked_change.c.words)).all()
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    asked_back(running, AskedChange(FIELD), outcome="nhan")

    with running.database.read() as connection:
        after = connection.execute(select(asked_change.c.place, asked_change.c.words)).all()
    assert kept == after == [(NAME, "trước")]
