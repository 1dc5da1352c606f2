"""Keyboard, zoom, less motion, colours of the reader's own: nobody is lost."""

from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.report.inbox import PAGE
from engine.store.database import Database
from tests.browser.copies import copied
from tests.browser.looking import CONTRAST, misfits
from tests.browser.signing_in import enter
from tests.web.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """A page of tasks and ten more wait for the coordinator."""
    return copied(sqlite, ids, clock, tmp_path, PAGE + 9, date(2026, 1, 21))


def test_whoever_asks_for_more_rows_by_key_stands_at_the_first_of_them(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    expect(page.locator(".row")).to_have_count(PAGE)

    page.get_by_role("link", name="Xem thêm").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(PAGE + 10)

    page.wait_for_function("() => document.activeElement !== document.body")
    stands = page.evaluate("[...document.querySelectorAll('.row')].indexOf(document.activeElement.closest('.row'))")
    assert stands == PAGE


def test_every_stop_of_the_tab_key_can_be_seen(ward: Site, address: str, page: Page):
    enter(page, address, "dau-moi")
    page.goto(f"{address}/them")

    hidden = []
    for _stop in range(20):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
          if (at === document.body) return "";
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.top > -1
            && box.bottom <= innerHeight + 1 ? "" : at.outerHTML.slice(0, 80);
        }""")
        hidden += [seen] if seen else []

    assert hidden == []


def test_the_page_holds_at_twice_the_size(ward: Site, address: str, chromium: Browser):
    context = chromium.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2, locale="vi-VN")
    page = context.new_page()
    enter(page, address, "dau-moi")

    found = {}
    for path in ("/viec", f"/dot/{ward.world.run_id}", "/lich", "/tro-giup"):
        page.goto(address + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[path] = [line for line in misfits(page, (640,), 400) if "đích" not in line]
    context.close()

    assert found == dict.fromkeys(found, [])


def test_a_ticked_box_is_told_from_an_empty_one_in_the_readers_own_colours(ward: Site, address: str, page: Page):
    page.emulate_media(forced_colors="active")
    enter(page, address, "dau-moi")
    box = page.locator(".row .check").first

    empty = box.screenshot()
    box.check()

    assert box.screenshot() != empty


def test_nothing_moves_for_who_asked_for_less_motion(ward: Site, address: str, page: Page):
    page.emulate_media(reduced_motion="reduce")
    enter(page, address, "dau-moi")

    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(node => {
      const style = getComputedStyle(node);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
    }).length""")

    assert moving == 0


def test_paper_is_white_and_wide_also_for_who_reads_on_a_dark_screen(ward: Site, address: str, page: Page):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 794, "height": 1123})
    enter(page, address, "dau-moi")

    found, shown = {}, {}
    for path in ("/viec/copy-000", f"/dot/{ward.world.run_id}", "/lich"):
        page.goto(address + path)
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate(AXE_SCRIPT)
        found[path] = page.evaluate(CONTRAST)
        shown[path] = (page.evaluate("getComputedStyle(document.body).backgroundColor"),
                       page.locator("header.top").is_visible())
        page.emulate_media(media="screen")

    assert found == dict.fromkeys(found, [])
    assert shown == dict.fromkeys(found, ("rgb(255, 255, 255)", False))
