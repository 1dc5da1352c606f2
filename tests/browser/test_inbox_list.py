"""The list of the inbox in Chromium: keys, choosing many, what fails, what is searched."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.action.nho import published, rows
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
OPEN = ".row.open"


@pytest.fixture
def ward(sqlite, ids, clock, tmp_path) -> Site:
    """Three registrations wait for the coordinator."""
    made = published(sqlite, ids, clock)
    for login, code in (("a", "hoi-a"), ("b", "hoi-b"), ("c", "hoi-c")):
        made.send(login, "dang-ky", answers=rows(f"Mô hình {code}"), code=code)
    return site(made, tmp_path / "blobs")


def _open(page: Page) -> int:
    """Which row stands in the pane."""
    return int(page.evaluate("[...document.querySelectorAll('.row')].findIndex(r => r.classList.contains('open'))"))


def _focused(page: Page) -> int:
    return int(page.evaluate("[...document.querySelectorAll('.row > a')].indexOf(document.activeElement)"))


def test_keys_walk_choose_and_lead_back(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".row").nth(2)).to_have_class(re.compile("open"))
    page.keyboard.press("k")
    expect(page.locator(".row").nth(1)).to_have_class(re.compile("open"))
    assert _focused(page) == 1
    assert page.locator(".row > a[tabindex='0']").count() == 1

    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-chosen]")).to_have_text("Đã chọn 2")
    page.keyboard.press("Enter")
    expect(page.locator("#ct h1")).to_be_focused()
    page.keyboard.press("Escape")
    assert _focused(page) == 2
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("#noi-dung").click(position={"x": 4, "y": 700})
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/viec?xem=qua-han")


def test_keys_do_nothing_while_an_input_method_composes_or_somebody_types(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    expect(page.locator(OPEN)).to_be_visible()
    for key in ("j", "k", "x"):
        page.evaluate("""key => document.body.dispatchEvent(
            new KeyboardEvent('keydown', {key, bubbles: true, isComposing: true}))""", key)
    assert (_open(page), page.locator(".check:checked").count()) == (0, 0)

    page.get_by_role("searchbox").fill("")
    page.keyboard.type("jkx")

    expect(page.get_by_role("searchbox")).to_have_value("jkx")
    assert page.locator(".check:checked").count() == 0


def test_keys_that_are_switched_off_stay_off(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.goto(f"{address}/cai-dat")
    page.get_by_role("button", name="Tắt phím tắt").click()
    page.goto(f"{address}/viec")
    expect(page.locator(OPEN)).to_be_visible()

    page.keyboard.press("j")
    page.keyboard.press("x")

    assert (_open(page), page.locator(".check:checked").count()) == (0, 0)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reviewer_takes_several_and_returns_the_rest(ward: Site, address: str, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, address, "dau-moi")
    bar = page.locator("#nhieu")
    expect(bar).to_be_hidden()
    page.locator(".check").nth(0).check()
    page.locator(".check").nth(1).check()
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_role("button", name="Tiếp nhận: 2 việc").click()
    expect(page.get_by_role("status")).to_contain_text("Xong 2 trong 2 việc.")

    page.get_by_role("link", name="Về hộp việc", exact=True).click()
    page.locator(".check").first.check()
    page.locator("#nhieu").get_by_role("button", name="Trả lại để bổ sung").click()
    page.get_by_label("Lý do, gửi kèm từng việc").fill("Nêu rõ mục tiêu")
    page.get_by_role("button", name="Trả lại để bổ sung: 1 việc").click()

    expect(page.get_by_role("status")).to_contain_text("Xong 1 trong 1 việc.")
    assert ward.world.task("dang-ky", "hoi-c").returned == 1


def test_a_search_shows_in_the_address_and_a_failure_leaves_the_list(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.get_by_role("searchbox").fill("hội b")
    page.wait_for_url("**/viec?q=h*b")
    expect(page.locator(".row")).to_have_count(1)

    page.route("**/viec?*", lambda route: route.abort())
    page.get_by_role("searchbox").fill("hội")
    expect(page.get_by_role("alert")).to_contain_text("Chưa tải được")
    expect(page.locator(".row")).to_have_count(1)
    page.unroute("**/viec?*")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator("#mat-mang")).to_be_hidden()


def test_back_from_a_search_brings_the_whole_page_and_one_letter_searches_nothing(
        ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("searchbox").fill("h")
    page.keyboard.press("Enter")
    page.get_by_role("searchbox").fill("hội b")
    page.wait_for_url("**/viec?q=h*b")
    assert [url for url in asked if url.endswith("q=h")] == []
    expect(page.locator(".row")).to_have_count(1)

    page.go_back()

    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator("header.top")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".row").nth(1)).to_have_class(re.compile("open"))
    page.wait_for_url(f"**/viec?mo={ward.world.task('dang-ky', 'hoi-b').id}")


def test_a_session_that_has_ended_comes_back_to_the_same_list(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.goto(f"{address}/viec?q=hoi+b")
    page.context.clear_cookies()
    page.get_by_role("searchbox").fill("hội c")

    page.wait_for_url(re.compile(r"/dang-nhap\?tiep="))
    page.get_by_label("Tên đăng nhập").fill("dau-moi")
    page.get_by_label("Mật khẩu", exact=True).fill("bon tieng ngau nhien")
    page.get_by_role("button", name="Đăng nhập").click()

    page.wait_for_url(re.compile(r"/viec\?q=hoi.b$"))
    expect(page.locator(".row")).to_have_count(1)


def test_a_filter_opens_under_its_chip_and_leaves_by_escape(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.get_by_role("link", name="Bước", exact=True).click()
    expect(page.locator("#loc a")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#loc a")).to_have_count(0)
    page.get_by_role("link", name="Nhóm theo hạn").click()
    page.locator("#loc").get_by_role("link", name="Đơn vị").click()

    page.wait_for_url("**/viec?nhom=don-vi")
    expect(page.locator(".rows h2")).to_have_count(3)
    page.set_viewport_size({"width": 1000, "height": 800})  # no column of views: what else it holds is a press away
    page.get_by_role("link", name="Lọc và nhóm").click()
    page.wait_for_url("**/viec/loc?nhom=don-vi")
    expect(page.get_by_role("main").get_by_role("link", name="Phiếu hội đồng")).to_be_visible()


def test_a_group_folds_by_enter_or_by_a_press_and_stays_folded(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.goto(f"{address}/viec?nhom=don-vi")
    sign = page.get_by_role("button", name="Hội A", exact=True)
    expect(sign).to_have_attribute("aria-expanded", "true")

    sign.focus()
    page.keyboard.press("Enter")
    expect(sign).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".row:visible")).to_have_count(2)
    page.reload()
    expect(page.locator(".row:visible")).to_have_count(2)
    page.locator(".rows h2", has_text="Hội A").click()

    expect(page.locator(".row:visible")).to_have_count(3)
