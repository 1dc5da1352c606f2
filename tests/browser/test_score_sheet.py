"""A score sheet in Chromium: its total follows what is typed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published
from tests.browser.signing_in import enter
from tests.web.site import Site, site
from tests.web.test_ballot_page import to_the_ballot

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def test_the_total_follows_what_is_typed(ward: Site, address: str, page: Page):
    ballot = to_the_ballot(ward.world)
    enter(page, address, "b")
    page.goto(f"{address}/viec/{ballot}")
    total = page.locator("[data-sheet-sum]")
    expect(total).to_be_hidden()

    page.locator("input[name='d.hieu-qua']").fill("7,5")

    expect(total).to_have_text("Tổng điểm 7,5/10")


def test_what_is_typed_is_kept_through_a_reload(ward: Site, address: str, page: Page):
    ballot = to_the_ballot(ward.world)
    enter(page, address, "b")
    page.goto(f"{address}/viec/{ballot}")

    page.locator("input[name='d.hieu-qua']").fill("7,5")
    expect(page.locator("#tt-luu")).to_contain_text("Đã lưu")
    page.reload()

    expect(page.locator("input[name='d.hieu-qua']")).to_have_value("7,5")

    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.locator("input[name='d.hieu-qua']").fill("8")
    expect(page.locator("#tt-luu")).to_have_text("Chưa lưu được: kiểm tra mạng, bản tạm giữ trên máy này")
    page.reload()
    page.locator("#ban-tam").get_by_role("button", name="Dùng bản này").click()
    expect(page.locator("input[name='d.hieu-qua']")).to_have_value("8")
    expect(page.locator("#tt-luu")).to_contain_text("Đã lưu")
    expect(page.locator("#ban-tam")).to_be_hidden()
    page.locator("input[name='d.hieu-qua']").press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("phiếu")
