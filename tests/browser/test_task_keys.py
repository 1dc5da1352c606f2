"""Keys of a task, in Chromium: send, save, the next mistake, take, return, comment; never within an input method."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published, rows
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
NAME, FIELD = "textarea[name$='.ten']", "select[name$='.linh_vuc']"
COMPOSING = """key => document.activeElement.dispatchEvent(new KeyboardEvent(
    "keydown", {key: key, ctrlKey: key.length > 1, isComposing: true, bubbles: true, cancelable: true}))"""


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def _open(ward: Site, address: str, page: Page, login: str = "a") -> None:
    enter(page, address, login)
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")


def test_control_s_saves_and_control_enter_sends_from_within_a_field(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    page.locator(NAME).fill("Đường hoa")
    page.keyboard.press("Control+s")
    expect(page.locator("#tt-luu")).to_have_text("Đã lưu 08:00")

    page.keyboard.press("Control+Enter")
    expect(page.locator("#loi")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("Kinh")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert list(ward.world.entries()) == ["Đường hoa"]


def test_letters_take_return_and_comment(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Nhận việc")).to_have_count(0)
    assert ward.world.task("dang-ky", "hoi-a").claimed_by == ward.world.viewer("a").person_id

    page.keyboard.press("b")
    expect(page.locator("#noi-dung-yk")).to_be_focused()
    page.keyboard.type("nrb?")
    expect(page.locator("#noi-dung-yk")).to_have_value("nrb?")

    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    page.context.clear_cookies()
    _open(ward, address, page, "dau-moi")
    page.keyboard.press("r")
    expect(page.locator("#ly-do")).to_be_focused()


def test_the_help_lists_the_keys_and_beside_the_list_they_work_too(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Phím tắt")
    expect(sheet).to_contain_text("Ctrl+Enter")
    expect(sheet).to_contain_text("trả lại")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()

    page.goto(f"{address}/viec")
    expect(page.locator("#ct h1")).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url("**/viec/*")
    assert ward.world.task("dang-ky", "hoi-a").claimed_by == ward.world.viewer("a").person_id


def test_an_input_method_that_composes_and_a_person_who_wants_no_keys_are_left_alone(
        ward: Site, address: str, page: Page):
    _open(ward, address, page)
    posts: list[str] = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.locator(NAME).focus()
    for key in ("Enter", "s"):
        page.evaluate(COMPOSING, key)
    page.evaluate("() => document.activeElement.blur()")
    for key in "nrbjkx":
        page.evaluate(COMPOSING, key)
    page.wait_for_timeout(300)
    assert posts == []

    ward.browser("a").post("/cai-dat/phim", {"phim": "tat"})
    page.reload()
    for key in ("n", "b", "?", "Control+Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert posts == []
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert ward.world.task("dang-ky", "hoi-a").claimed_by is None
