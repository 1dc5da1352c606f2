"""The coordinator enters the paper of a unit, in Chromium: on a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.browser.signing_in import enter
from tests.web.on_paper import PDF, ward_on_paper
from tests.web.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return ward_on_paper(sqlite, ids, clock, tmp_path / "blobs")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_paper_is_entered_from_the_run_sent_and_received_by_a_colleague(
        ward: Site, address: str, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, address, "dau-moi")
    page.goto(f"{address}/dot/{ward.world.run_id}")
    row = page.get_by_role("row").filter(has_text="Hội A")

    row.get_by_role("link", name="Nhập thay bản giấy").click()
    page.get_by_label("Ngày dấu bưu điện").fill("07/02/2026")
    page.get_by_role("button", name="Bắt đầu nhập thay").click()
    expect(page.get_by_text("sau hôm nay").first).to_be_visible()
    page.get_by_label("Ngày dấu bưu điện").fill("04/02/2026")
    page.get_by_label("Số, ký hiệu văn bản").fill("12-BC/HNA")
    page.get_by_label("Bản chụp văn bản").set_input_files(
        {"name": "ban-giay.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Bắt đầu nhập thay").click()
    expect(page.get_by_role("heading", name="Nhập thay Hội A")).to_be_visible()
    expect(page.locator(".notice.behalf").get_by_role("link", name="ban-giay.pdf")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.locator("textarea[name$='.ten']").first.fill("Tuyến đường tự quản")
    page.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")
    bar = page.locator(".botbar" if width < 800 else ".taskbar")
    bar.get_by_role("button", name="Gửi thay").click()
    expect(page.get_by_text("thay Hội A; Hội A được báo.")).to_be_visible()

    review = ward.world.task("dang-ky", "hoi-a")
    page.goto(f"{address}/viec/{review.id}")
    expect(page.get_by_text("Người khác của cơ quan làm việc này: Hồ Thứ Hai.")).to_be_visible()
    expect(page.get_by_role("button", name="Tiếp nhận", exact=True)).to_have_count(0)
    assert wide == width
    ward.world.send("dau-moi-2", "dang-ky", "nhan", code="hoi-a")
    assert list(ward.world.entries()) == ["Tuyến đường tự quản"]
