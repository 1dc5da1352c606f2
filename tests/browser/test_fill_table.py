"""A unit fills a table by pasting from Excel, mends what was not understood, sends; on a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
BLOCK = "Đường hoa tự quản\tkinh te\tx\r\nTuyến đường sáng\tkinh doanh\t\r\n"
PASTE = """(field, text) => {
  const data = new DataTransfer(); data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_block_is_pasted_into_a_cell_mended_and_sent(ward: Site, address: str, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, address, "a")
    task = ward.world.task("dang-ky", "hoi-a")
    page.goto(f"{address}/viec/{task.id}")

    page.locator("textarea[name$='.ten']").first.evaluate(PASTE, BLOCK)
    page.wait_for_url("**/dan")
    expect(page.get_by_text("Hiểu được 4 ô từ khối vừa dán.")).to_be_visible()
    expect(page.get_by_text("Dòng 2, lĩnh vực: không có lựa chọn")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Nhận vào biểu").click()
    expect(page.get_by_text("Đã nhận từ khối vừa dán: bảng có 2 dòng.")).to_be_visible()
    if width < 800:
        page.get_by_role("button", name="Tuyến đường sáng").click()
    page.locator("select[name$='.linh_vuc']").nth(1).select_option("kinh-te")
    bar = page.locator(".botbar" if width < 800 else ".taskbar")
    bar.get_by_role("button", name="Gửi").click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    assert wide == width
    assert sorted(ward.world.entries()) == ["Tuyến đường sáng", "Đường hoa tự quản"]


def test_a_plain_text_of_several_lines_stays_in_its_cell(ward: Site, address: str, page: Page):
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")

    page.locator("textarea[name$='.ten']").first.evaluate(PASTE, "Dòng một\nDòng hai")

    expect(page.locator("textarea[name^='khoi.']")).to_have_value("")
    assert page.url.endswith(ward.world.task("dang-ky", "hoi-a").id)
