"""A council votes in Chromium, at a desk and on a phone: secret ballots, an absent member, a tie, the minutes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.council import council
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
RULES = "túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, bằng phiếu: chủ toạ quyết định}"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(council(sqlite, ids, clock, RULES, members=("a", "b", "c")), tmp_path / "blobs")


def leave(page: Page) -> None:
    page.context.clear_cookies()


def vote(page: Page, address: str, login: str, task_id: str, choice: str) -> None:
    """From signing in to the sentence that the ballot is in the box."""
    enter(page, address, login)
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_text("Phiếu kín: không ai biết bạn bỏ thế nào")).to_be_visible()
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Gửi phiếu").locator("visible=true").click()
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
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
