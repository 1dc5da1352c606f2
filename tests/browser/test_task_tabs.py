"""What lies around a task, in Chromium: tabs with scripts, headings in a row without, the drawing when asked."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.action.save_draft import save_draft
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published, rows, world
from tests.action.on_paper import plan_with
from tests.browser.serving import served
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """Somebody else has said something about the task."""
    ward = site(published(sqlite, ids, clock), tmp_path / "blobs")
    task = ward.world.task("dang-ky", "hoi-a")
    ward.browser("sep-a").post(f"/viec/{task.id}/trao-doi", {"noi_dung": "Nhớ ghi địa bàn."})
    return ward


def _open(ward: Site, address: str, page: Page, anchor: str = "") -> str:
    enter(page, address, "a")
    task = f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}"
    page.goto(task + anchor)
    return task


def test_one_part_is_shown_and_the_arrows_walk_through_the_tabs(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    selected = page.locator("[role=tab][aria-selected=true]")

    expect(selected).to_have_text("Trao đổi (1) 1 mới")
    expect(page.get_by_role("tabpanel")).to_contain_text("Nhớ ghi địa bàn.")
    assert page.locator("form.desk").bounding_box()["y"] < page.get_by_role("tablist").bounding_box()["y"]
    selected.focus()
    page.keyboard.press("ArrowRight")
    expect(selected).to_have_text("Lịch sử")
    expect(selected).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_contain_text("kheo giao việc này cho Hội A")
    assert page.url.endswith("#lich-su")
    page.keyboard.press("End")
    expect(selected).to_have_text("Sơ đồ")
    page.keyboard.press("ArrowRight")
    expect(selected).to_have_text("Tài liệu")


def test_the_address_opens_its_part_and_what_was_read_is_no_longer_new(ward: Site, address: str, page: Page):
    task = _open(ward, address, page, "#lich-su")
    expect(page.locator("[role=tab][aria-selected=true]")).to_have_text("Lịch sử")

    page.goto(task + "?nhom=khong#noi-dung-yk")

    expect(page.locator("[role=tab][aria-selected=true]")).to_have_text("Trao đổi (1)")
    expect(page.locator("#noi-dung-yk")).to_be_focused()
    page.locator("#noi-dung-yk").fill("Đã ghi.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Đã ghi.")
    expect(page.locator("[role=tab][aria-selected=true]")).to_have_text("Trao đổi (2)")


def test_the_drawing_is_loaded_when_its_tab_is_opened_and_not_before(ward: Site, address: str, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: "/so-do" in request.url and asked.append(request.url))
    _open(ward, address, page)
    before = len(asked)

    page.get_by_role("tab", name="Sơ đồ").click()

    expect(page.locator("#so-do svg.flow").first).to_be_visible()
    expect(page.locator("#so-do a.here").first).to_be_visible()
    assert (before, len(asked)) == (0, 1)


def test_without_a_network_the_drawing_says_so_and_keeps_its_link(ward: Site, address: str, page: Page):
    _open(ward, address, page)
    page.route("**/so-do*", lambda route: route.abort())

    page.get_by_role("tab", name="Sơ đồ").click()

    expect(page.get_by_role("tabpanel")).to_contain_text("Chưa mở được sơ đồ ở đây.")
    expect(page.get_by_role("link", name="Mở trang sơ đồ")).to_be_visible()


def test_without_scripts_the_parts_stand_one_after_another(ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    _open(ward, address, page)

    heads = page.locator(".around h2").all_text_contents()
    for name in ("Tài liệu", "Lịch sử"):
        expect(page.locator(".around").get_by_role("heading", name=name)).to_be_visible()
    page.locator(".around .tabs").get_by_role("link", name="Sơ đồ").click()

    assert heads == ["Tài liệu", "Trao đổi (1)", "Lịch sử", "Sơ đồ"]
    assert page.url.endswith("#so-do")
    context.close()


def test_what_is_printed_is_the_title_the_clause_and_what_was_filled_in_and_no_button(
        sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path, chromium: Browser):
    made = world(sqlite, ids, clock, loaded=plan_with(
        ("    biểu mẫu: [dang-ky]\n",
         "    biểu mẫu: [dang-ky]\n    trích mục: [{mục: III.1, nguyên văn: Mỗi hội đăng ký ít nhất một mô hình.}]\n")))
    made.send("dau-moi", "ban-hanh")
    save_draft(sqlite, made.viewer("a"), made.task("dang-ky", "hoi-a").id, rows("Đường hoa tự quản"), clock.now())
    with served(site(made, tmp_path / "blobs").app) as address, chromium.new_context(locale="vi-VN") as context:
        page = context.new_page()
        enter(page, address, "a")
        page.goto(f"{address}/viec/{made.task('dang-ky', 'hoi-a').id}")
        page.locator(".rest-acts summary").click()
        page.emulate_media(media="print")

        for place in ("h1", ".facts", ".quote", "textarea[name$='.ten']"):
            expect(page.locator(place).first).to_be_visible()
        expect(page.locator(".quote")).to_contain_text("Mỗi hội đăng ký ít nhất một mô hình.")
        expect(page.locator("textarea[name$='.ten']")).to_have_value("Đường hoa tự quản")
        for gone in ("header.top", ".taskbar", ".rest-acts", ".botbar", "button", ".tabs", ".rarer"):
            assert page.locator(gone).locator("visible=true").count() == 0, gone
