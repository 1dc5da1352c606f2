"""The whole path of a unit: find, fill by pasting, attach, reload, send, be returned, correct, send again. And the path
without scripts: take, fill, send."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.store.database import Database
from tests.action.nho import PLAN, world
from tests.browser.signing_in import enter
from tests.browser.test_fill_table import PASTE
from tests.web.site import Site, site
from tests.web.test_confirm_page import FILE_FIELD, MARK_COLUMN
from tests.web.test_uploads import PDF

pytestmark = pytest.mark.browser
BLOCK = "Đường hoa tự quản\tkinh te\tx\r\nTuyến đường sáng\tkinh te\t\r\n"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The registration takes a file too."""
    text = load_plan(PLAN).sources[PLAN_FILE].replace(MARK_COLUMN, MARK_COLUMN + FILE_FIELD, 1)
    made = world(sqlite, ids, clock, loaded=load_sources({**load_plan(PLAN).sources, PLAN_FILE: text}))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


def _open(page: Page, button: str) -> None:
    """The first task of the list: on a desk beside it, then its page; on a phone at once its page."""
    page.locator(".row > a").first.click()
    if page.viewport_size["width"] > 800:
        page.locator("#ct").get_by_role("link", name=button).click()
    page.wait_for_url("**/viec/*")


def _second_row(page: Page) -> Locator:
    """The name in the second row; on a phone its card is opened."""
    field = page.locator("textarea[name$='.ten']").nth(1)
    if not field.is_visible():
        page.locator(".gist button").nth(1).click()
    return field


@pytest.mark.parametrize("width", [1280, 390])
def test_a_unit_finds_fills_attaches_reloads_sends_corrects_and_sends_again(
        ward: Site, address: str, page: Page, tmp_path: Path, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    bar = page.locator(".taskbar" if width > 800 else ".botbar")
    (tmp_path / "bien-ban.pdf").write_bytes(PDF)
    enter(page, address, "a")
    page.get_by_role("searchbox", name="Tìm việc").fill("dang ky")
    expect(page).to_have_url(re.compile("q="))
    _open(page, "Mở biểu để điền")
    page.locator("textarea[name$='.ten']").first.evaluate(PASTE, BLOCK)
    page.get_by_role("button", name="Nhận vào biểu").click()
    page.get_by_label("Chọn tệp cho: Biên bản họp").set_input_files(tmp_path / "bien-ban.pdf")
    expect(page.get_by_role("link", name="bien-ban.pdf").first).to_be_visible()
    with page.expect_response("**/nhap*"):
        _second_row(page).fill("Tuyến đường sáng xanh")
    expect(page.locator("#tt-luu")).to_have_text("Đã lưu 08:00")

    page.reload()
    expect(_second_row(page)).to_have_value("Tuyến đường sáng xanh")
    expect(page.get_by_role("link", name="bien-ban.pdf").first).to_be_visible()
    bar.get_by_role("button", name=re.compile("^Gửi")).click()
    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()

    page.context.clear_cookies()
    enter(page, address, "dau-moi")
    _open(page, "Mở để xem xét")
    page.get_by_label("Lý do", exact=True).fill("Xem lại chỗ được nêu")
    page.get_by_label("Chỗ cần sửa 1").select_option(label="Dòng 2, tên mô hình")
    page.get_by_label("Sửa thế nào, chỗ 1").fill("ghi rõ địa bàn")
    page.get_by_role("button", name="Trả lại để bổ sung").click()
    expect(page.get_by_text("Đã trả lại để bổ sung")).to_be_visible()

    page.context.clear_cookies()
    enter(page, address, "a")
    _open(page, "Mở biểu để điền")
    expect(page.get_by_text("Đã sửa 0/1 chỗ")).to_be_visible()
    page.get_by_role("link", name="Dòng 2, tên mô hình").click()
    _second_row(page).fill("Tuyến đường sáng xanh thôn Đông")
    expect(page.get_by_text("Đã sửa 1/1 chỗ")).to_be_visible()
    bar.get_by_role("button", name=re.compile("^Gửi")).click()
    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()

    assert sorted(ward.world.entries()) == ["Tuyến đường sáng xanh thôn Đông", "Đường hoa tự quản"]
    assert ward.world.task("dang-ky", "hoi-a").act == "review"


def test_a_place_left_unchanged_is_asked_about_once_and_a_double_click_sends_once(
        ward: Site, address: str, page: Page):
    task = ward.world.task("dang-ky", "hoi-a")
    ward.browser("a").post(f"/viec/{task.id}/xong", {
        "phien_ban": task.rev, "ket_qua": "xong", "khoa": "k1", "r.dang-ky.danh_sach": "r1",
        "f.dang-ky.danh_sach.r1.ten": "Đường hoa", "f.dang-ky.danh_sach.r1.linh_vuc": "kinh-te"})
    review = ward.world.task("dang-ky", "hoi-a")
    ward.browser("dau-moi").post(f"/viec/{review.id}/xong", {
        "phien_ban": review.rev, "ket_qua": "tra-lai", "khoa": "k2", "ly_do": "Xem lại",
        "sua_o": "dang-ky.danh_sach.r1.ten", "sua_loi": "ghi rõ địa bàn"})
    posts: list[str] = []
    page.on("request", lambda request: request.url.endswith("/xong") and posts.append(request.url))
    enter(page, address, "a")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")

    page.locator(".taskbar [data-send]").click()
    expect(page.get_by_role("heading", name="Còn 1 chỗ được nêu khi trả lại mà chưa sửa")).to_be_visible()
    page.get_by_role("button", name="Quay lại sửa").click()
    expect(page.locator("textarea[name$='.ten']")).to_have_value("Đường hoa")
    page.locator(".taskbar [data-send]").click()
    page.get_by_role("button", name="Gửi lại Ban đầu mối").dblclick()

    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert len(posts) == 4
    assert list(ward.world.entries()) == ["Đường hoa"]


def test_without_scripts_a_task_is_taken_filled_and_sent(ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "a")
    page.get_by_role("link", name=re.compile("^Việc: Đăng ký mô hình")).click()
    page.get_by_role("button", name="Nhận việc").click()
    expect(page.get_by_role("button", name="Nhận việc")).to_have_count(0)
    assert ward.world.task("dang-ky", "hoi-a").claimed_by == ward.world.viewer("a").person_id

    page.locator("textarea[name$='.ten']").first.fill("Đường hoa tự quản")
    page.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")
    page.locator(".botbar").get_by_role("button", name="Gửi").click()

    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert list(ward.world.entries()) == ["Đường hoa tự quản"]
    context.close()
