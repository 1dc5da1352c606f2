"""The place of a reader in a long list, in Chromium: it stands in the address and is found again."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.report.inbox import PAGE
from engine.store.database import Database
from tests.browser.copies import copied
from tests.browser.signing_in import enter
from tests.web.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """More tasks than a page shows wait for the coordinator."""
    return copied(sqlite, ids, clock, tmp_path, PAGE + 10, date(2026, 1, 20))


def test_the_open_task_is_in_the_address_and_its_row_in_sight_whichever_way_one_comes_back(
        ward: Site, address: str, page: Page):
    far = page.locator("#vpy-055")
    enter(page, address, "dau-moi")
    page.get_by_role("link", name="Xem thêm").click()
    far.locator("a").click()
    page.wait_for_url("**/viec?mo=copy-055")

    page.reload()
    expect(far).to_have_class(re.compile("open"))
    expect(far).to_be_in_viewport()
    expect(page.locator(".head-row", has_text="Sau")).to_be_in_viewport()

    page.get_by_role("link", name="Mở cả trang").click()
    page.wait_for_url("**/viec/copy-055")
    page.get_by_role("link", name="Hộp việc", exact=True).first.click()
    page.wait_for_url("**/viec?mo=copy-055")
    expect(far).to_have_class(re.compile("open"))
    expect(far).to_be_in_viewport()

    page.goto(f"{address}/viec?nhom=khong&mo=copy-055#ten-viec")
    expect(far).to_be_in_viewport()
    page.keyboard.press("k")
    page.wait_for_url("**/viec?nhom=khong&mo=copy-054")
