"""Every page in every state: axe finds nothing in either theme, everything fits from 320 points up, fingers hit."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.browser.gallery import GALLERY, Shot
from tests.browser.looking import faults, misfits
from tests.browser.serving import served
from tests.browser.signing_in import enter
from tests.browser.stages import STAGES, Stage

SCREENS = os.environ.get("KHEO_SCREENS")
"""The folder for the pictures, which `make screens` gives."""
SIZES = {1280: (800, "light"), 390: (844, "dark")}


def open_page(shot: Shot, page: Page, address: str, stage: Stage) -> None:
    page.goto(address + shot.path.format(**stage.at))
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    if shot.act:
        shot.act(page, stage.at)
        page.wait_for_function(
            "() => document.readyState === 'complete' && !document.querySelector('.htmx-request')")


def keep(page: Page, shot: Shot, width: int, scheme: str, folder: str) -> None:
    """The picture of the whole page, in both themes."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for theme in (scheme, "dark" if scheme == "light" else "light"):
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=Path(folder) / f"{shot.name}-{width}-{theme}.png", full_page=True)
    page.emulate_media(color_scheme=scheme)


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", STAGES)
def test_every_page_can_be_read_and_reached(
        name: str, width: int, chromium: Browser, sqlite: Database, ids: CountedIds, clock: ManualClock,
        tmp_path: Path):
    make, build = STAGES[name]
    stage = build(make(sqlite, ids, clock), tmp_path / "blobs")
    height, scheme = SIZES[width]
    people: dict[str, Page] = {}

    widths = (width, 360, 320) if width < 800 else (width,)
    found: list[str] = []
    with served(stage.site.app) as address:
        for shot in (shot for shot in GALLERY if shot.stage == name):
            page = signed_in(people, chromium, address, shot, width, height, scheme)
            open_page(shot, page, address, stage)
            if SCREENS:
                keep(page, shot, width, scheme, SCREENS)
            found += [f"{shot.name}: {line}" for line in faults(page, scheme) + misfits(page, widths, height)]
        for page in people.values():
            page.context.close()

    assert not found, "\n".join(found)


def signed_in(people: dict[str, Page], chromium: Browser, address: str, shot: Shot,
              width: int, height: int, scheme: str) -> Page:
    """The page of that person, who signs in once."""
    if shot.who not in people:
        context = chromium.new_context(
            locale="vi-VN", viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
        page = people[shot.who] = context.new_page()
        if shot.who:
            enter(page, address, shot.who)
    page = people[shot.who]
    page.set_viewport_size({"width": width, "height": height})
    return page
