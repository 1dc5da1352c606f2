"""Runs, register and calendar in Chromium: nothing refused by the policy, nothing out of reach, nothing too wide."""

from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.work.people import Stopped
from tests.action.nho import published, rows
from tests.action.test_incidents import spoil
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """Hội A was returned, Hội B waits, Hội C could not send."""
    made = published(sqlite, ids, clock)
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    made.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    stuck = made.task("dang-ky", "hoi-c")
    spoil(made, stuck.instance_id)
    with suppress(Stopped):
        made.complete("c", stuck.id, answers=rows("Mô hình 3"))
    return site(made, tmp_path / "blobs")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_every_page_fits_is_readable_and_keeps_the_policy(
        ward: Site, address: str, chromium: Browser, width: int, scheme: str):
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, locale="vi-VN")
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    enter(page, address, "dau-moi")
    run, entry = ward.world.run_id, ward.world.entries()["Mô hình 1"].id

    found = {}
    for path in ("/dot", *(f"/dot/{run}{part}" for part in ("", "/so-do", "/su-kien", "/ket-thuc", "/nhat-ky")),
                 "/mo-hinh", f"/mo-hinh/{entry}", f"/mo-hinh/de-xuat?dot={run}", "/lich?thang=2026-02", "/su-co"):
        page.goto(address + path)
        found[path] = (page.evaluate("document.documentElement.scrollWidth"),
                       [fault["id"] for fault in Axe().run(page).response["violations"]])
    context.close()

    assert found == dict.fromkeys(found, (width, []))
    assert heard == []


def test_a_node_of_the_picture_leads_to_those_who_stand_there_without_scripts(
        ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "dau-moi")

    page.goto(f"{address}/dot/{ward.world.run_id}/so-do")
    page.locator("a.here[aria-label^='Đăng ký mô hình: 2 đang ở đây']").click()

    assert page.locator(".stand li").all_text_contents()[0].startswith("Hội A")
    assert page.locator(".stand li").count() == 2
    context.close()
