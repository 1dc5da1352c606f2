"""A unit puts its form in for signature, records the signed copy and sends it, in Chromium on a desk and a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import world
from tests.action.on_paper import signed_plan
from tests.browser.signing_in import enter
from tests.web.site import Site, site
from tests.web.test_paper_page import PDF

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    made = world(sqlite, ids, clock, loaded=signed_plan("bắt buộc"))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_form_is_put_in_printed_signed_changed_kept_and_sent(ward: Site, address: str, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, address, "a")
    task = ward.world.task("dang-ky", "hoi-a")
    page.goto(f"{address}/viec/{task.id}")
    bar = page.locator(".botbar" if width < 800 else ".taskbar")
    page.locator("textarea[name$='.ten']").first.fill("Tuyến đường tự quản")
    page.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")

    bar.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("link", name="Kế hoạch bắt buộc bản đã ký")).to_be_visible()
    page.get_by_role("button", name="Trình ký", exact=True).click()
    page.get_by_role("link", name="In trình ký").click()
    expect(page.get_by_text("DỰ THẢO")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.go_back()
    page.get_by_label("Số, ký hiệu").fill("12-BC/HNA")
    page.get_by_label("Ngày ký").fill("15/01/2026")
    page.get_by_label("Tư cách ký").select_option("KT")
    page.get_by_label("Chức vụ người ký").fill("Phó Chủ tịch")
    page.get_by_label("Người ký", exact=True).fill("Trần Văn Ký")
    page.get_by_label("Bản chụp đã ký").set_input_files(
        {"name": "ban-ky.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Lưu bản ký").click()
    expect(page.get_by_text("K/T Phó Chủ tịch, Trần Văn Ký; đã đóng dấu")).to_be_visible()

    page.locator("textarea[name$='.ten']").first.fill("Tuyến đường tự quản số 2")
    bar.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("heading", name="Bản đã ký không còn khớp với biểu")).to_be_visible()
    wider = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_label("Lý do giữ bản đã ký").fill("Thêm số thứ tự")
    page.get_by_role("button", name="Giữ bản đã ký").click()
    expect(page.get_by_role("heading", name="Bản đã ký không còn khớp với biểu")).to_have_count(0)
    bar.get_by_role("button", name="Gửi").click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    assert (wide, wider) == (width, width)
    assert list(ward.world.entries()) == ["Tuyến đường tự quản số 2"]
