"""A person's way through Chromium: sign in, open a task beside the list, fill it, send it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the browser complained of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said



def test_sign_in_fill_and_send(ward: Site, address: str, page: Page, heard: list[str]):
    enter(page, address, "a")
    pane = page.locator("#ct")
    expect(pane.get_by_role("heading", name="Đăng ký mô hình", exact=True)).to_be_visible()
    pane.get_by_role("link", name="Mở biểu để điền").click()
    page.locator("textarea[name$='.ten']").fill("Đường hoa tự quản")
    expect(page.locator("#tt-luu")).to_have_text("Đã lưu 08:00")
    expect(page.locator("[data-percent]")).to_have_text("đã điền 50%")

    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()
    expect(page.get_by_role("heading", name="Chưa gửi được, còn 1 chỗ")).to_be_visible()
    expect(page.locator("textarea[name$='.ten']")).to_have_value("Đường hoa tự quản")
    page.locator("select[name$='.linh_vuc']").select_option("kinh-te")
    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert list(ward.world.entries()) == ["Đường hoa tự quản"]
    assert [text for text in heard if "422" not in text] == []


def test_the_same_way_without_scripts_on_a_phone(ward: Site, address: str, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "a")
    page.get_by_role("link", name=re.compile("^Việc: Đăng ký mô hình")).click()
    page.get_by_role("button", name="Thêm dòng").click()
    page.locator("textarea[name$='.ten']").first.fill("Đường hoa tự quản")
    page.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")
    wide = page.evaluate("document.documentElement.scrollWidth")

    page.locator(".botbar").get_by_role("button", name="Gửi").click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    assert wide == 390
    assert list(ward.world.entries()) == ["Đường hoa tự quản"]
    context.close()


def test_the_receiver_returns_with_a_reason(ward: Site, address: str, page: Page, heard: list[str]):
    ward.world.send("a", "dang-ky", answers={"dang-ky": {"danh_sach": [
        {"_id": "r1", "ten": "Đường hoa", "linh_vuc": "kinh-te", "moi": False}]}}, code="hoi-a")
    enter(page, address, "dau-moi")
    page.locator("#ct").get_by_role("link", name="Mở để xem xét").click()
    expect(page.get_by_role("cell", name="Đường hoa").first).to_be_visible()

    page.get_by_label("Lý do", exact=True).fill("Thiếu mục tiêu")
    page.get_by_role("button", name="Trả lại để bổ sung").click()

    page.wait_for_url("**/viec")
    assert ward.world.task("dang-ky", "hoi-a", slot="chính").returned == 1
    assert heard == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing_on_the_pages_of_a_task(ward: Site, address: str, chromium, width, scheme):
    task = ward.world.task("dang-ky", "hoi-a")
    context = chromium.new_context(
        bypass_csp=True, viewport={"width": width, "height": 844}, color_scheme=scheme, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "a")

    found = {}
    for path in ("/viec", f"/viec/{task.id}", "/thong-bao", "/them", "/mat-khau"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        said = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]
        sideways = page.evaluate("document.documentElement.scrollWidth")
        found[path] = (said, sideways)

    assert found == {path: ([], width) for path in found}
    context.close()
