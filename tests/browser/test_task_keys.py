"""Keys of a task, in Chromium: send, save, the next mistake, take, return, comment; never within an input method."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

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

QUICKLY = """keys => keys.forEach(key => document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key: key, bubbles: true, cancelable: true})))"""


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
    page.wait_for_url("**/viec?mo=*")
    expect(page.locator("#ct h1")).to_be_focused()
    assert ward.world.task("dang-ky", "hoi-a").claimed_by == ward.world.viewer("a").person_id


def test_from_the_page_back_to_the_row_to_the_search_and_to_other_views(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    row = ward.world.task("dang-ky", "hoi-a").id
    here = page.url
    page.locator(NAME).focus()
    page.keyboard.press("Escape")
    expect(page.locator(NAME)).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#v{row[-6:]} > a")).to_be_focused()

    page.goto(here)
    page.keyboard.press("/")
    expect(page.locator("#tim")).to_be_focused()
    page.goto(here)
    page.evaluate(QUICKLY, ["g", "q"])
    page.wait_for_url("**/viec?xem=qua-han")


def test_the_menu_leads_to_the_folds_and_from_beside_the_list_back_there(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    menu = page.locator(".taskbar .rest-acts")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="In")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    menu.get_by_role("link", name="Xin gia hạn").click()
    expect(page.locator("#ngay-gia-han")).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")

    page.goto(f"{address}/viec?nhom=khong")
    page.locator("#ct .rest-acts summary").click()
    page.locator("#ct .rest-acts").get_by_role("link", name="Xin gia hạn").click()
    expect(page.locator("#ngay-gia-han")).to_be_focused()
    page.keyboard.type("20/2/2026")
    page.locator("#ly-do-gia-han").fill("Chờ họp")
    page.get_by_role("button", name="Gửi đề nghị gia hạn").click()
    page.wait_for_url("**/viec?nhom=khong&mo=*")
    expect(page.locator("#ct #gia-han")).to_contain_text("Chờ trả lời.")


def test_without_scripts_the_menu_opens_the_fold_it_names(ward: Site, address: str, plain: Page):
    _open(ward, address, plain)
    ask, pass_on = plain.get_by_role("button", name="Gửi đề nghị gia hạn"), plain.locator("#nguoi-nhan")
    expect(ask).to_be_hidden()

    plain.locator(".taskbar .rest-acts summary").click()
    plain.locator(".taskbar .rest-acts").get_by_role("link", name="Xin gia hạn").click()
    expect(ask).to_be_in_viewport()
    expect(pass_on).to_be_hidden()
    plain.locator("#ly-do-gia-han").fill("Chờ họp")
    ask.click()

    expect(plain.locator("#ngay-gia-han")).to_be_visible()  # refused: no day; open, with the words
    expect(plain.locator("#ly-do-gia-han")).to_have_value("Chờ họp")
    plain.get_by_role("link", name="Chuyển xử lý").last.click()
    expect(pass_on).to_be_visible()
    plain.get_by_role("link", name="Thu gọn: Chuyển xử lý").click()
    expect(pass_on).to_be_hidden()


def test_a_pressed_button_says_that_it_sends_and_the_second_press_is_none(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    page.clock.install()
    pressed: list[str] = []

    def lost(route: Route) -> None:
        pressed.append(route.request.url)
        route.abort("aborted")

    page.route("**/trao-doi", lost, times=2)
    page.get_by_role("tab", name="Trao đổi").click()
    page.locator("#noi-dung-yk").fill("Xin hướng dẫn thêm.")
    send = page.locator("#trao-doi form .btn").first

    send.dblclick()
    expect(send).to_have_text("Đang gửi…")
    expect(send).to_have_attribute("aria-disabled", "true")
    assert len(pressed) == 1

    page.clock.fast_forward(15_000)
    expect(send).to_have_text("Gửi ý kiến")
    with page.expect_request("**/trao-doi"):
        send.click()


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
