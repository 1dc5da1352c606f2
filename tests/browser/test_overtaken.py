"""Somebody else has finished the task while it stood open: read-only, who and when, one's own text to copy."""

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


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def _open(ward: Site, address: str, page: Page) -> str:
    enter(page, address, "a")
    task_id = str(ward.world.task("dang-ky", "hoi-a").id)
    page.goto(f"{address}/viec/{task_id}")
    ward.world.send("sep-a", "dang-ky", answers=rows("Đường cờ"), code="hoi-a")
    return task_id


def test_the_page_stays_and_can_be_read_and_copied_only(ward: Site, address: str, page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    task_id = _open(ward, address, page)

    page.locator(NAME).fill("Đường hoa")

    notice = page.locator("#da-xong")
    expect(notice.get_by_role("heading", name="Sếp A đã gửi lúc 08:00")).to_be_visible()
    expect(page.locator(NAME)).to_have_value("Đường hoa")
    expect(page.locator(NAME)).not_to_be_editable()
    expect(page.locator(FIELD)).to_be_disabled()
    expect(page.locator(".taskbar [data-send]")).to_be_disabled()
    page.get_by_role("button", name="Chép nội dung của tôi").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Dòng 1, tên mô hình: Đường hoa"
    notice.get_by_role("link", name="Xem bản đã gửi").click()
    expect(page.locator(".sent p.still", has_text="Đường cờ")).to_be_visible()
    assert page.url.endswith(task_id)


def test_without_scripts_sending_shows_both_and_the_own_text_can_be_copied(ward: Site, address: str, plain: Page):
    _open(ward, address, plain)
    plain.locator(NAME).first.fill("Đường hoa")
    plain.locator(FIELD).first.select_option("kinh-te")

    plain.locator(".taskbar [data-send]").click()

    expect(plain.get_by_role("heading", name="Sếp A đã gửi lúc 08:00")).to_be_visible()
    plain.get_by_text("Chép nội dung của tôi").click()
    expect(plain.locator("#cua-toi")).to_have_value("Đăng ký mô hình\n1\tĐường hoa\tKinh tế\t")
    expect(plain.locator(".sent p.still", has_text="Đường cờ")).to_be_visible()
