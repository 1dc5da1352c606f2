"""After sending, in Chromium: the reader stands at the heading of the next task, with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import world
from tests.browser.signing_in import enter
from tests.browser.stages import office
from tests.web.site import Site

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.id"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return office(world(sqlite, ids, clock), tmp_path / "blobs").site


@pytest.mark.parametrize("scripts", [True, False])
def test_the_heading_of_the_next_task_has_the_focus_and_the_top_of_its_page_is_seen(
        ward: Site, address: str, chromium: Browser, scripts: bool):
    context = chromium.new_context(java_script_enabled=scripts, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "dau-moi")
    first, following = (ward.world.task("dang-ky", f"hoi-{letter}").id for letter in "ab")
    page.goto(f"{address}/viec/{first}?nhom=don-vi")

    page.locator(".taskbar").get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.wait_for_url(f"**/viec/{following}?nhom=don-vi#ten-viec")

    expect(page.get_by_text("Đã tiếp nhận: “Đăng ký mô hình” của Hội A.")).to_be_visible()
    assert page.evaluate(FOCUSED) == "ten-viec"
    assert page.evaluate("window.scrollY") == 0
    context.close()
