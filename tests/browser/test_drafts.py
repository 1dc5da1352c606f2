"""Drafts in Chromium: typed without a network, taken back, written at two places, kept when the session ends."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store import drafts
from engine.store.database import Database
from engine.work.form import Answers
from tests.action.nho import published, rows
from tests.browser.signing_in import enter
from tests.web.site import PASSWORD, Site, site

pytestmark = pytest.mark.browser
NAME, FIELD, TEXT = "textarea[name$='.ten']", "select[name$='.linh_vuc']", "textarea[name$='.noi_dung']"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('kheo:nhap:'))"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """Another device."""
    context = chromium.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


def open_task(ward: Site, address: str, page: Page, login: str) -> None:
    enter(page, address, login)
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")


def saved(page: Page) -> None:
    expect(page.locator("#tt-luu")).to_have_text("Đã lưu 08:00")


def copies(page: Page, number: int) -> None:
    """Waits until so many copies lie on the machine."""
    for _ in range(100):
        if len(page.evaluate(KEPT)) == number:
            return
        page.wait_for_timeout(50)
    assert len(page.evaluate(KEPT)) == number


def kept(ward: Site, task_id: str) -> Answers:
    with ward.world.database.read() as connection:
        return drafts.answers_in(connection, task_id) or {}


def row(ward: Site) -> dict[str, object]:
    found = kept(ward, ward.world.task("dang-ky", "hoi-a").id)
    return dict(found["dang-ky"]["danh_sach"][0]) if found else {}


def test_what_is_typed_without_a_network_is_taken_back_after_a_reload_and_sent(
        ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.locator(NAME).fill("Đường hoa")
    saved(page)

    page.context.set_offline(True)
    page.locator(NAME).fill("Đường hoa tự quản")
    expect(page.locator("#tt-luu")).to_have_text("Chưa lưu được: kiểm tra mạng, bản tạm giữ trên máy này")
    kept = page.evaluate(f"{KEPT}.map(key => localStorage.getItem(key))")
    # The emulated network comes back for a moment while a page goes; where there is none it does not.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    with pytest.raises(Error):
        page.reload()
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    page = again
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")

    assert len(kept) == 1 and "hoa" not in kept[0]
    expect(page.locator(NAME)).to_have_value("Đường hoa")
    notice = page.locator("#ban-tam")
    expect(notice).to_contain_text("Có bản tạm trên máy này từ")
    notice.get_by_role("button", name="Dùng bản này").click()
    expect(page.locator(NAME)).to_have_value("Đường hoa tự quản")
    expect(notice).to_be_hidden()
    assert page.evaluate(KEPT) == []
    page.locator(FIELD).select_option("kinh-te")
    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()
    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert list(ward.world.entries()) == ["Đường hoa tự quản"]


def test_when_the_network_is_back_the_page_saves_by_itself_and_keeps_no_copy(
        ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.context.set_offline(True)
    page.locator(NAME).fill("Đường hoa")
    expect(page.locator("#tt-luu.fail")).to_be_visible()

    page.context.set_offline(False)

    saved(page)
    assert row(ward)["ten"] == "Đường hoa"
    copies(page, 0)

    # A field that an amendment has taken away since the page was drawn.
    page.evaluate("document.querySelector('form.desk').insertAdjacentHTML('beforeend', '<input name=f.dang-ky.cu>')")
    page.locator("[name='f.dang-ky.cu']").fill("x")
    told = "Biểu vừa được sửa: ô “dang-ky.cu” không còn; nội dung giữ bên cạnh."
    expect(page.locator("#tt-luu")).to_have_text(told)
    with page.expect_response("**/nhap"):
        page.locator(FIELD).select_option("kinh-te")
    expect(page.locator("#tt-luu.fail")).to_have_text(told)


def test_sending_without_a_network_sends_nothing_and_loses_nothing(
        ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.context.set_offline(True)
    page.locator(NAME).fill("Đường hoa")
    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()

    expect(page.locator("#tt-luu.fail")).to_be_visible()
    expect(page.locator(NAME)).to_have_value("Đường hoa")


def test_two_devices_write_one_draft_and_the_replaced_value_is_taken_back(
        ward: Site, address: str, page: Page, other: Page):
    open_task(ward, address, page, "a")
    open_task(ward, address, other, "sep-a")
    page.locator(NAME).fill("Đường hoa")
    saved(page)

    other.locator(FIELD).select_option("kinh-te")
    expect(other.locator("#tt-luu")).to_have_text("Trần A vừa ghi “Tên mô hình” lúc 08:00.")
    expect(other.locator(NAME)).to_have_value("Đường hoa")
    other.locator(NAME).fill("Đường cờ")
    saved(other)
    page.locator(NAME).fill("Đường hoa mới")

    older = page.locator(".older")
    expect(older).to_contain_text("Sếp A đã ghi lúc 08:00: “Đường cờ”")
    assert row(ward) | {"linh_vuc": "kinh-te", "ten": "Đường hoa mới"} == row(ward)
    older.get_by_role("button", name="Dùng bản này").click()
    expect(page.locator(NAME)).to_have_value("Đường cờ")
    expect(page.locator(FIELD)).to_have_value("kinh-te")
    expect(page.locator(".older")).to_have_count(0)


def test_a_session_that_ended_is_opened_again_over_the_page(
        ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()
    expect(page.locator("#loi")).to_be_visible()
    page.context.clear_cookies()
    page.locator(NAME).fill("Đường hoa")

    dialog = page.get_by_role("dialog", name="Phiên làm việc đã hết")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Mật khẩu").fill("sai bét")
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()
    expect(dialog.locator(".wrong")).to_be_visible()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()

    expect(dialog).to_be_hidden()
    saved(page)
    page.locator(FIELD).select_option("kinh-te")
    saved(page)
    page.get_by_role("button", name="Gửi Ban đầu mối").first.click()
    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert list(ward.world.entries()) == ["Đường hoa"]


def test_beside_the_list_the_right_word_opens_the_door_and_another_task_in_the_pane_takes_no_words_away(
        ward: Site, address: str, page: Page):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1", new=True), code="hoi-a")
    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    ward.world.tick(date(2026, 5, 15))
    report = ward.world.task("bao-cao", "hoi-a").id
    enter(page, address, "a")
    page.locator(f".row > a[href*='{report}']").click()
    expect(page.locator(f"#ct form[data-task='{report}']")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()

    page.locator(TEXT).fill("Đã trồng hoa")
    dialog = page.get_by_role("dialog", name="Phiên làm việc đã hết")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()

    expect(dialog).to_be_hidden()
    expect(page.locator("#tt-luu")).to_have_text("Đã lưu 09:00")
    held: list[Route] = []
    page.route("**/nhap", lambda route: held.append(route))
    page.locator(TEXT).fill("Đã trồng 400 m hoa")
    page.locator(".row > a").filter(has_text="Ra mắt").click()
    expect(page.locator("#ct h1")).to_have_text("Ra mắt mô hình")
    copies(page, 1)
    held[0].continue_()
    copies(page, 0)
    expect(page.locator("#tt-luu")).to_have_text("")
    assert kept(ward, report)["bao-cao"] == {"noi_dung": "Đã trồng 400 m hoa"}


def test_who_leaves_at_once_loses_no_word(ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.locator(NAME).fill("Đường hoa")
    page.goto(f"{address}/thong-bao")
    for _ in range(100):
        if row(ward):
            break
        page.wait_for_timeout(50)
    assert row(ward)["ten"] == "Đường hoa"

    page.go_back()
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.locator(NAME).fill("Đường hoa tự quản")
    page.goto("about:blank")
    page.goto(f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}")

    page.locator("#ban-tam").get_by_role("button", name="Dùng bản này").click()
    expect(page.locator(NAME)).to_have_value("Đường hoa tự quản")
    assert row(ward)["ten"] == "Đường hoa tự quản"


def test_the_reason_of_a_return_and_a_comment_come_back_with_the_page_and_go_when_they_are_sent(
        ward: Site, address: str, page: Page):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    review = f"{address}/viec/{ward.world.task('dang-ky', 'hoi-a').id}"
    reason, place, words, comment = "#ly-do", "[name='sua_o'] >> nth=0", "[name='sua_loi'] >> nth=0", "#noi-dung-yk"
    enter(page, address, "dau-moi")
    page.goto(review)
    page.locator("[data-focus='noi-dung-yk']").click()
    page.locator(comment).fill("Nhớ ghi địa bàn.")
    page.locator(reason).fill("Thiếu địa bàn")
    page.locator(place).select_option(index=1)
    page.locator(words).fill("Ghi rõ tổ dân phố")
    chosen = page.locator(place).input_value()
    page.goto(review)

    expect(page.locator(reason)).to_have_value("Thiếu địa bàn")
    expect(page.locator(place)).to_have_value(chosen)
    expect(page.locator(words)).to_have_value("Ghi rõ tổ dân phố")
    expect(page.locator(comment)).to_have_value("Nhớ ghi địa bàn.")
    page.locator("[data-focus='noi-dung-yk']").click()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(".said-by .kept")).to_have_text("Nhớ ghi địa bàn.")
    expect(page.locator(reason)).to_have_value("Thiếu địa bàn")
    expect(page.locator(comment)).to_have_value("")
    copies(page, 1)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.get_by_role("button", name="Trả lại để bổ sung").click()
    dialog = page.get_by_role("dialog", name="Phiên làm việc đã hết")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()
    expect(page.locator(".toasts")).to_contain_text("Đăng ký mô hình")
    copies(page, 0)
    back = ward.browser("a").get(f"/viec/{ward.world.task('dang-ky', 'hoi-a').id}").text
    assert "Thiếu địa bàn" in back and "Ghi rõ tổ dân phố" in back


def test_a_copy_leaves_the_machine_with_the_person(ward: Site, address: str, page: Page):
    open_task(ward, address, page, "a")
    page.context.set_offline(True)
    page.locator(NAME).fill("Đường hoa")
    copies(page, 1)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{address}/viec")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))

    page.locator(".top details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap")

    assert asked == ["Máy này còn nội dung chưa lưu được lên máy chủ. Đăng xuất sẽ xóa nội dung ấy khỏi máy này."]
    assert page.evaluate(KEPT) == []


def test_pressing_send_twice_sends_once_and_typing_right_before_is_not_lost(ward: Site, address: str, page: Page):
    posts: list[str] = []
    page.on("request", lambda request: request.url.endswith("/xong") and posts.append(request.url))
    open_task(ward, address, page, "a")
    page.locator(FIELD).select_option("kinh-te")
    page.locator(NAME).press_sequentially("Đường hoa")

    page.get_by_role("button", name="Gửi Ban đầu mối").first.dblclick()

    expect(page.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()
    assert len(posts) == 1
    assert list(ward.world.entries()) == ["Đường hoa"]


def test_a_stale_page_is_told_and_what_was_typed_stays(ward: Site, address: str, page: Page, other: Page):
    open_task(ward, address, page, "a")
    open_task(ward, address, other, "sep-a")
    other.locator(NAME).fill("Đường cờ")
    other.locator(FIELD).select_option("kinh-te")
    other.get_by_role("button", name="Gửi Ban đầu mối").first.click()
    expect(other.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()

    page.locator(NAME).fill("Đường hoa")

    expect(page.locator("#tt-luu")).to_contain_text("Sếp A")
    expect(page.locator(NAME)).to_have_value("Đường hoa")
    copies(page, 1)
