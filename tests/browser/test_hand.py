"""From sign-in to sent, counted: the commonest tasks by mouse and by keys alone; docs/task-page.md says the same."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import World, published, rows
from tests.browser.hand import Hand
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
DOCS = Path(__file__).parents[2] / "docs/task-page.md"
NAME, FIELD, TEXT = "textarea[name$='.ten']", "select[name$='.linh_vuc']", "textarea[name$='.noi_dung']"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def _nothing(_made: World) -> None:
    """The registration is open from the first day."""


def _reporting(made: World) -> None:
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    made.tick(date(2026, 5, 15))


def _waiting(made: World) -> None:
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")


def _register_by_mouse(hand: Hand) -> None:
    hand.click(hand.page.locator("#ct").get_by_role("link", name="Mở biểu để điền"))
    hand.click(hand.page.locator(NAME))
    hand.write("Đường hoa tự quản")
    hand.choose(hand.page.locator(FIELD), "Kinh tế")
    hand.click(hand.page.locator(".taskbar [data-send]"))


def _register_by_keys(hand: Hand) -> None:
    hand.press("o")
    expect(hand.page.locator("#ct h1")).to_be_focused()
    hand.press("o")
    hand.reach(hand.page.locator(NAME))
    hand.write("Đường hoa tự quản")
    hand.press("Tab")
    expect(hand.page.locator(FIELD)).to_be_focused()
    hand.press("k")
    hand.press("Control+Enter")


def _report_by_mouse(hand: Hand) -> None:
    hand.click(hand.page.locator(f"#ct {TEXT}"))
    hand.write("Đã trồng 400 m đường hoa.")
    hand.click(hand.page.locator("#ct [data-send]"))


def _report_by_keys(hand: Hand) -> None:
    hand.press("o")
    expect(hand.page.locator("#ct h1")).to_be_focused()
    hand.press("o")
    expect(hand.page.locator(f"#ct {TEXT}")).to_be_focused()
    hand.write("Đã trồng 400 m đường hoa.")
    hand.press("Control+Enter")


def _accept_by_mouse(hand: Hand) -> None:
    hand.click(hand.page.locator("#ct").get_by_role("link", name="Mở để xem xét"))
    hand.click(hand.page.locator(".taskbar [data-send]"))


def _accept_by_keys(hand: Hand) -> None:
    hand.press("o")
    expect(hand.page.locator("#ct h1")).to_be_focused()
    hand.press("o")
    expect(hand.page.locator(".taskbar [data-send]")).to_be_visible()
    hand.press("Control+Enter")


Way = Callable[[Hand], None]
TASKS: list[tuple[str, str, Callable[[World], None], Way, Way, str]] = [
    ("Đăng ký một mô hình", "a", _nothing, _register_by_mouse, _register_by_keys, "Đã gửi “Đăng ký mô hình”."),
    ("Báo cáo 6 tháng", "a", _reporting, _report_by_mouse, _report_by_keys, "Đã gửi “Gửi báo cáo 6 tháng”."),
    ("Tiếp nhận một bản gửi", "dau-moi", _waiting, _accept_by_mouse, _accept_by_keys,
     "Đã tiếp nhận: “Đăng ký mô hình” của Hội A."),
]


def _documented(name: str) -> tuple[int, int]:
    """(clicks, keys) of the task's line in the table."""
    line = re.search(rf"(?m)^\| {name} \| (\d+) \| (\d+) \|", DOCS.read_text("utf-8"))
    assert line, f"no line for {name}"
    return int(line[1]), int(line[2])


@pytest.mark.parametrize("mouse", [True, False], ids=["mouse", "keyboard"])
@pytest.mark.parametrize(("name", "who", "before", "by_mouse", "by_keys", "says"), TASKS, ids=[t[0] for t in TASKS])
def test_it_takes_as_many_presses_as_the_docs_say(
        ward: Site, address: str, page: Page, name: str, who: str, before: Callable[[World], None], by_mouse: Way,
        by_keys: Way, says: str, mouse: bool):
    before(ward.world)
    hand = Hand(page)

    hand.sign_in(address, who, mouse)
    (by_mouse if mouse else by_keys)(hand)

    expect(page.get_by_text(says)).to_be_visible()
    clicks, keys = _documented(name)
    assert (hand.clicks, hand.keys) == ((clicks, 0) if mouse else (0, keys))
