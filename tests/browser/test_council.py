"""A council votes in Chromium, at a desk and on a phone: secret ballots, an absent member, a tie, the minutes."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.council import council
from tests.action.leave import away
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
RULES = "túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, bằng phiếu: chủ toạ quyết định}"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path,
         request: pytest.FixtureRequest) -> Site:
    """One member is away from home, and somebody holds that position meanwhile."""
    made = council(sqlite, ids, clock, getattr(request, "param", RULES), members=("a", "b", "c"))
    away(made, "c", date(2026, 3, 2), date(2026, 3, 3), "sep-a")
    return site(made, tmp_path / "blobs")


def leave(page: Page) -> None:
    page.context.clear_cookies()


def vote(page: Page, address: str, login: str, task_id: str, choice: str) -> None:
    """From signing in to the sentence that the ballot is in the box."""
    enter(page, address, login)
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_text("Phiếu kín: không ai biết bạn bỏ thế nào")).to_be_visible()
    page.get_by_label(choice, exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã nhận phiếu của bạn")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_council_votes_secretly_and_its_chair_decides_the_tie(ward: Site, address: str, page: Page, size):
    page.set_viewport_size(size)
    task_id = str(ward.world.task("xet").id)

    vote(page, address, "a", task_id, "Tán thành")
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_role("heading", name="Bạn đã bỏ phiếu kín")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    leave(page)
    enter(page, address, "sep-a")
    expect(page.get_by_text("Bỏ phiếu xét tập thể")).to_have_count(0)
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_text("Việc này của đơn vị khác")).to_be_visible()
    leave(page)
    enter(page, address, "b")
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_text("1/3 thành viên đã bỏ phiếu")).to_be_visible()
    assert ("Trần A" in page.content(), page.locator("input:checked").count()) == (False, 0)
    leave(page)
    vote(page, address, "b", task_id, "Không tán thành")
    leave(page)

    enter(page, address, "thuong-truc")
    page.goto(f"{address}/viec/{task_id}")
    page.get_by_role("link", name="Điều hành phiếu").locator("visible=true").first.click()
    expect(page.get_by_role("heading", name="2/3 thành viên đã bỏ phiếu")).to_be_visible()
    expect(page.get_by_text("Không tán thành", exact=True)).to_have_count(0)
    page.get_by_text("Ghi vắng mặt…").click()
    page.get_by_label("Lý do", exact=True).fill("đi công tác")
    page.get_by_role("button", name="Ghi vắng mặt", exact=True).click()
    expect(page.get_by_role("heading", name="Số phiếu ngang nhau, chủ toạ quyết định")).to_be_visible()
    page.get_by_role("button", name="Thông qua", exact=True).click()
    page.get_by_role("link", name="Biên bản kiểm phiếu").click()

    minutes = page.locator("article.minutes")
    expect(minutes).to_contain_text("Số phiếu thu về: 2; hợp lệ: 2; không hợp lệ: 0.")
    expect(minutes).to_contain_text("Vắng mặt (1): Đỗ C (đi công tác).")
    expect(minutes).to_contain_text("Kết luận: thông qua (số phiếu ngang nhau, chủ toạ quyết định).")
    expect(minutes).to_contain_text("Chủ toạ: Phó Bí Thư, Thủ trưởng, Thường trực.")
    assert re.search(r"(Trần A|Vũ B|Đỗ C)[^.;]*tán thành", minutes.inner_text(), re.IGNORECASE) is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


CHOICE = ("bỏ phiếu: {cách: chọn, chủ toạ: chủ tịch, chọn nhiều nhất: 1, "
          "lựa chọn: [{mã: x, nhãn: Tập thể X}, {mã: y, nhãn: Tập thể Y}]}")


@pytest.mark.parametrize("ward", [CHOICE], indirect=True)
def test_an_open_ballot_is_changed_without_loss_and_read_by_nobody_else(ward: Site, address: str, page: Page):
    task_id = str(ward.world.task("xet").id)
    enter(page, address, "a")
    page.goto(f"{address}/viec/{task_id}")
    for name in ("Tập thể X", "Tập thể Y"):
        page.get_by_label(name).check()
    page.get_by_label("Nhận xét").fill("nên làm sớm hơn")
    send = page.get_by_role("button", name="Gửi phiếu").locator("visible=true")
    send.click()
    expect(page.get_by_text("Phiếu chọn quá số được phép: chọn nhiều nhất 1.").first).to_be_visible()
    assert page.locator("input:checked").count() == 2
    page.get_by_label("Tập thể Y").uncheck()
    send.click()
    expect(page.get_by_text("Đã nhận phiếu của bạn")).to_be_visible()
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_label("Tập thể X")).to_be_checked()
    expect(page.get_by_label("Nhận xét")).to_have_value("nên làm sớm hơn")

    for login, place in (("b", ""), ("thuong-truc", ""), ("thuong-truc", "/dieu-hanh")):
        leave(page)
        enter(page, address, login)
        page.goto(f"{address}/viec/{task_id}{place}")
        expect(page.locator("#noi-dung")).to_be_visible()
        assert ("nên làm sớm hơn" in page.content(), page.locator("input:checked").count()) == (False, 0)
