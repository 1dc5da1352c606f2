"""Files of a form in Chromium: dropped, pasted, chosen, photographed; what is refused stands beside what is taken."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import load_plan
from engine.store import answers, drafts
from engine.store.database import Database
from engine.store.tables import file
from tests.action.nho import World
from tests.action.small_ward import PLAN, Ward, small_ward
from tests.browser.signing_in import enter
from tests.browser.stages import photograph
from tests.store.test_previews import pdf as drawn_pdf
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SIZES = [(1280, 800), (390, 780)]
DROP = """(box, files) => {
  const carried = new DataTransfer();
  files.forEach(([name, text]) => carried.items.add(new File([text], name)));
  ["dragover", "drop"].forEach(kind => box.dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried })));
}"""
PASTE = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"));
  const carried = new DataTransfer();
  carried.items.add(new File([blob], "image.png", { type: "image/png" }));
  document.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: carried }));
}"""


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The field takes five files of one megabyte, photographs among them."""
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "plan.yaml").write_text((PLAN / "plan.yaml").read_text().replace("nhiều nhất tệp: 2", "nhiều nhất tệp: 5"))
    small_ward(sqlite, ids, clock.now(), load_plan(plan))
    return site(World(sqlite, ids, clock), tmp_path / "blobs")


def open_task(ward: Site, address: str, page: Page) -> str:
    """Hội Phụ nữ's task, opened by its own person."""
    task_id = Ward(ward.world.database, ward.world.ids, ward.world.clock.now()).open_task("hoi-phu-nu")
    enter(page, address, "phu-nu")
    page.goto(f"{address}/viec/{task_id}")
    return task_id


def names(ward: Site, task_id: str) -> list[str]:
    """The files that the draft holds."""
    with ward.world.database.read() as connection:
        held = drafts.answers_in(connection, task_id)["ho-so"].get("tep", [])
        found = dict(connection.execute(select(file.c.id, file.c.name).where(file.c.removed_at.is_(None))).all())
    return [found[one] for one in held]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_of_five_dropped_files_four_are_kept_and_the_fifth_says_why_not(
        ward: Site, address: str, page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    task_id = open_task(ward, address, page)

    page.locator(".filefield").evaluate(DROP, [[f"{n}.pdf", PDF] for n in (1, 2)] + [["3.pdf", "not a PDF"]] + [
        [f"{n}.pdf", PDF] for n in (4, 5)])

    refused = page.locator(".filefield .failed")
    expect(refused).to_contain_text("Nội dung tệp “3.pdf” không phải pdf; hãy xuất lại đúng dạng rồi tải lên.")
    expect(page.locator(".filefield .files li")).to_have_count(5)
    expect(page.locator(".filefield .going")).to_have_count(0)
    assert names(ward, task_id) == ["1.pdf", "2.pdf", "4.pdf", "5.pdf"]
    refused.get_by_role("button", name="Bỏ 3.pdf khỏi danh sách").click()
    expect(page.locator(".filefield .files li")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_the_field_does_not_take_never_leaves_the_machine(ward: Site, address: str, page: Page):
    open_task(ward, address, page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/tep") else None)

    page.locator(".filefield").evaluate(DROP, [["virus.exe", "MZ"], ["to.pdf", PDF + "x" * 1024 * 1024]])

    expect(page.locator(".filefield .failed")).to_contain_text([
        "Tệp “virus.exe” không thuộc dạng được nhận ở đây (docx, jpg, pdf, xlsx)", "lớn hơn 1 MB là mức nhận ở đây"])
    assert asked == []


def test_a_lost_network_is_tried_again_and_nothing_comes_twice(ward: Site, address: str, page: Page):
    task_id = open_task(ward, address, page)
    lost: list[int] = []

    def once(route: Route) -> None:
        """The answer to the first try is lost, though the server has taken the file."""
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/tep", once)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "Hồ sơ.pdf", "mimeType": "application/pdf", "buffer": PDF.encode()})
    expect(page.locator(".filefield .failed")).to_contain_text("Mất mạng nên chưa tải lên được")
    page.get_by_role("button", name="Tải lại Hồ sơ.pdf").click()

    expect(page.locator(".filefield .files a")).to_have_text("Hồ sơ.pdf")
    assert (lost, names(ward, task_id)) == ([200], ["Hồ sơ.pdf"])


def test_an_upload_is_cancelled_while_it_waits(ward: Site, address: str, page: Page):
    task_id = open_task(ward, address, page)
    held: list[Route] = []
    page.route("**/tep", lambda route: held.append(route))

    page.locator(".filefield").evaluate(DROP, [["1.pdf", PDF], ["2.pdf", PDF]])
    page.get_by_role("button", name="Hủy tải lên 2.pdf").click()
    expect(page.locator(".filefield .files li")).to_have_count(1)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()

    expect(page.locator(".filefield .files a")).to_have_text("1.pdf")
    assert names(ward, task_id) == ["1.pdf"]


def test_a_pasted_picture_becomes_a_photograph_and_is_sent_with_the_task(ward: Site, address: str, page: Page):
    task_id = open_task(ward, address, page)

    page.evaluate(PASTE)

    expect(page.locator(".filefield .files a")).to_contain_text("Ảnh dán")
    (name,) = names(ward, task_id)
    assert name.startswith("Ảnh dán ") and name.endswith(".jpg")
    page.locator(".taskbar button.primary").click()
    page.wait_for_url(lambda url: task_id not in url)
    assert ward.world.row(task_id).status == "done"


def test_who_sends_while_a_file_goes_up_sends_it_too(ward: Site, address: str, page: Page):
    task_id = open_task(ward, address, page)
    held: list[Route] = []
    page.route("**/tep", lambda route: held.append(route))
    page.locator(".filefield").evaluate(DROP, [["1.pdf", PDF]])
    while not held:
        page.wait_for_timeout(20)

    page.locator(".taskbar button.primary").click()
    expect(page.locator(".filefield .going")).to_contain_text("Tệp còn đang tải lên; xong kheo gửi ngay.")
    held[0].continue_()
    page.wait_for_url(lambda url: task_id not in url)

    with ward.world.database.read() as connection:
        (sent,) = answers.of_instance(connection, str(ward.world.row(task_id).instance_id))
        kept = connection.execute(select(file.c.id)).scalars().all()
    assert sent.forms["ho-so"]["tep"] == list(kept)


def test_a_telephone_takes_a_photograph(ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 780}, has_touch=True,
                                   is_mobile=True)
    page = context.new_page()
    task_id = open_task(ward, address, page)
    camera = page.get_by_label("Chụp ảnh cho: Hồ sơ đã ký")

    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/jpeg")
    assert camera.locator("xpath=..").bounding_box()["height"] >= 44
    camera.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph()})

    expect(page.locator(".filefield .files a")).to_have_text("IMG_1.jpg")
    assert names(ward, task_id) == ["IMG_1.jpg"]
    context.close()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_pictures_are_looked_at_one_after_the_other_without_opening_the_files(
        ward: Site, address: str, page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_task(ward, address, page)
    page.locator("input[type=file]").first.set_input_files([
        {"name": "Đường hoa.jpg", "mimeType": "image/jpeg", "buffer": photograph()},
        {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": drawn_pdf()}])
    expect(page.locator(".filefield .thumb")).to_have_count(2)
    for n in (0, 1):
        expect(page.locator(".thumb").nth(n)).not_to_have_js_property("naturalWidth", 0)

    page.get_by_role("link", name="Đường hoa.jpg").click()
    expect(page.get_by_role("img", name="Ảnh Đường hoa.jpg")).to_be_visible()
    expect(page.get_by_text("Trần Phụ Nữ đính kèm lúc 08:00")).to_be_visible()
    page.get_by_role("link", name="Tệp sau").click()
    expect(page.get_by_role("img", name="Trang đầu của Biên bản.pdf")).to_be_visible()
    assert page.evaluate("document.querySelector('.looked img').naturalHeight") == 1600
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Đường hoa.jpg")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".filefield .thumb")).to_have_count(2)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_file_leaves_only_after_being_asked(ward: Site, address: str, page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    task_id = open_task(ward, address, page)
    page.locator(".filefield").evaluate(DROP, [["1.pdf", PDF], ["2.pdf", PDF]])
    expect(page.locator(".filefield .files a")).to_have_count(2)

    page.get_by_role("button", name="Gỡ tệp 1.pdf").click()
    dialog = page.get_by_role("dialog", name="Gỡ tệp này?")
    expect(dialog).to_contain_text("1.pdf")
    expect(dialog.get_by_role("link", name="Giữ lại")).to_be_focused()
    page.keyboard.press("Escape")
    assert names(ward, task_id) == ["1.pdf", "2.pdf"]
    page.get_by_role("button", name="Gỡ tệp 1.pdf").click()
    dialog.get_by_role("button", name="Gỡ tệp").click()

    expect(page.locator(".filefield .files a")).to_have_text(["2.pdf"])
    expect(page.locator(".filefield [role=status]")).to_have_text("Đã gỡ tệp 1.pdf.")
    assert names(ward, task_id) == ["2.pdf"]
    page.reload()
    expect(page.locator(".filefield .files a")).to_have_text(["2.pdf"])
    page.wait_for_load_state("networkidle")


def test_without_scripts_files_come_and_go_by_forms_alone(ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 780}, java_script_enabled=False)
    page = context.new_page()
    task_id = open_task(ward, address, page)
    page.locator("input[type=file]").first.set_input_files(
        [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": PDF.encode()} for n in (1, 2)])
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_label("Ghi chú").fill("đang gõ dở")

    page.get_by_role("button", name="Gỡ tệp 1.pdf").click()
    expect(page.get_by_role("heading", name="Gỡ tệp này?")).to_be_visible()
    page.get_by_role("button", name="Gỡ tệp", exact=True).click()

    expect(page.locator(".filefield .files a")).to_have_text(["2.pdf"])
    expect(page.get_by_label("Ghi chú")).to_have_value("đang gõ dở")
    assert names(ward, task_id) == ["2.pdf"]
    context.close()
