"""A unit fills a table by pasting from Excel, mends what was not understood, sends; on a desk and on a phone."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.store.database import Database
from tests.action.nho import PLAN, rows, world
from tests.browser.signing_in import enter
from tests.web.site import Site, site
from tests.web.test_filled_form import workbook

pytestmark = pytest.mark.browser
BLOCK = "Đường hoa tự quản\tkinh te\tx\r\nTuyến đường sáng\tkinh doanh\t\r\n"
PASTE = """(field, text) => {
  const data = new DataTransfer(); data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The small ward, where only what is of the economy may be marked as new."""
    sources = load_plan(PLAN).sources
    text = sources[PLAN_FILE].replace("nhãn: Mới, loại: đánh dấu,", (
        "nhãn: Mới, loại: đánh dấu, chỉ khi: linh_vuc == 'kinh-te',"))
    made = world(sqlite, ids, clock, loaded=load_sources({**sources, PLAN_FILE: text}))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


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


def test_a_box_opens_and_closes_with_its_condition_and_keeps_its_mark(ward: Site, address: str, page: Page):
    box, field = page.locator("input[name$='.moi']").first, page.locator("select[name$='.linh_vuc']").first
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")
    expect(box).to_be_disabled()

    field.select_option("kinh-te")
    expect(box).to_be_enabled()
    box.check()
    field.select_option("")
    expect(box).to_be_disabled()
    expect(box).not_to_be_checked()
    field.select_option("kinh-te")

    expect(box).to_be_checked()
    expect(page.get_by_text("“Mới” chỉ đánh dấu khi ô “Lĩnh vực” là “Kinh tế”.")).to_be_visible()


def test_a_plain_text_of_several_lines_stays_in_its_cell(ward: Site, address: str, page: Page):
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")

    page.locator("textarea[name$='.ten']").first.evaluate(PASTE, "Dòng một\nDòng hai")

    expect(page.locator("textarea[name^='khoi.']")).to_have_value("")
    assert page.url.endswith(ward.world.task("dang-ky", "hoi-a").id)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_official_form_filled_in_excel_is_read_mended_and_sent(
        ward: Site, address: str, page: Page, width: int, tmp_path: Path):
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")
    page.get_by_text("Điền bằng tệp Excel, Word").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải biểu mẫu (Excel)").click()
    coming.value.save_as(tmp_path / "trong.xlsx")
    (tmp_path / "bieu.xlsx").write_bytes(workbook())

    page.locator("input[name='bieu.dang-ky']").set_input_files(tmp_path / "bieu.xlsx")
    page.wait_for_url("**/tu-tep")
    expect(page.get_by_text("Hiểu được 6 ô từ tệp bieu.xlsx.")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Nhận vào biểu").click()
    if width < 800:
        page.get_by_role("button", name="Vườn mẫu").click()
    page.locator("select[name$='.linh_vuc']").nth(2).select_option("kinh-te")
    page.locator(".botbar" if width < 800 else ".taskbar").get_by_role("button", name="Gửi").click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    assert wide == width
    assert zipfile.is_zipfile(tmp_path / "trong.xlsx")
    assert sorted(ward.world.entries()) == ["Có trước", "Vườn mẫu", "Đường hoa"]


def test_a_preview_is_read_by_everybody(ward: Site, address: str, page: Page):
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")
    page.locator("textarea[name$='.ten']").first.evaluate(PASTE, BLOCK)
    page.wait_for_url("**/dan")

    found = Axe().run(page).response["violations"]

    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_on_a_phone_the_summary_leads_into_the_card_and_a_row_is_deleted_only_when_confirmed(
        ward: Site, address: str, page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")
    page.get_by_role("button", name="Thêm dòng").click()
    page.locator("textarea[name$='.ten']").first.fill("Đường hoa")
    page.locator(".botbar").get_by_role("button", name="Gửi").click()

    page.locator("#loi").get_by_role("link", name="lĩnh vực").first.click()
    expect(page.locator("select[name$='.linh_vuc']").first).to_be_in_viewport()
    expect(page.locator("select[name$='.linh_vuc']").first).to_be_visible()
    delete = page.get_by_role("button", name="Xóa dòng").locator("visible=true").first
    page.once("dialog", lambda asked: asked.dismiss())
    delete.click()
    expect(page.locator("textarea[name$='.ten']").first).to_have_value("Đường hoa")
    page.once("dialog", lambda asked: asked.accept())
    delete.click()
    page.get_by_role("button", name="Hoàn tác").click()

    expect(page.locator("textarea[name$='.ten']").first).to_have_value("Đường hoa")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_long_text_tells_how_much_room_is_left(ward: Site, address: str, page: Page):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    ward.world.tick(date(2026, 5, 15))
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('bao-cao', 'hoi-a').id}")

    page.locator("textarea[name$='.noi_dung']").fill("Đã xong " + "x" * 1992)
    expect(page.locator(".count")).to_have_text("2.000/2.000 ký tự")
    page.locator("textarea[name$='.noi_dung']").fill("Đã xong " + "x" * 1993)

    expect(page.locator(".count.over")).to_have_text("2.001/2.000 ký tự")


def test_a_block_is_pasted_and_rows_are_moved_without_scripts_on_a_phone(ward: Site, address: str, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")
    page.locator(".paste > summary", has_text="Dán từ Excel").click()
    page.get_by_label("Các ô đã chép").fill("Một\tKinh tế\t\nHai\tkinh te\tx")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Nhận vào biểu").click()
    page.get_by_role("button", name="Đưa dòng 2 lên").locator("visible=true").click()
    names = [field.input_value() for field in page.locator("textarea[name$='.ten']").all()]
    wide = page.evaluate("document.documentElement.scrollWidth")
    heads = [cell.inner_text() for cell in page.locator(".tf td.n").all()]
    expect(page.get_by_role("button", name="Xong dòng này")).to_have_count(0)

    page.locator(".botbar").get_by_role("button", name="Gửi").click()

    expect(page.get_by_role("heading", name="Đã xong hết việc đến hạn")).to_be_visible()
    assert (names, wide, heads) == (["Hai", "Một"], 390, ["Dòng 1", "Dòng 2"])
    assert sorted(ward.world.entries()) == ["Hai", "Một"]
    context.close()
