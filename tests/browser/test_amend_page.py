"""An amendment in Chromium, on a desk and on a phone: read, approved, applied, taken back; nothing out of reach."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.tables import plan_version, task
from tests.action.nho import published
from tests.browser.signing_in import enter
from tests.web.site import Site, site

pytestmark = pytest.mark.browser


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def new_text(ward: Site) -> str:
    with ward.world.database.read() as connection:
        sources = json.loads(connection.execute(select(plan_version.c.sources)).scalar_one())
        title = connection.execute(select(task.c.title).where(task.c.status == "open")).scalars().first()
    return sources["plan.yaml"].replace(title, f"{title} sau khi sửa")


def looked(page: Page) -> tuple[int, list[str]]:
    return (page.evaluate("document.documentElement.scrollWidth"),
            [fault["id"] for fault in Axe().run(page).response["violations"]])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_an_amendment_is_read_approved_and_taken_back(
        ward: Site, address: str, chromium: Browser, width: int, scheme: str):
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, locale="vi-VN")
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    enter(page, address, "dau-moi")

    page.goto(f"{address}/dot/{ward.world.run_id}/sua")
    seen = [looked(page)]
    page.get_by_label("Tệp plan.yaml đã sửa").set_input_files(
        {"name": "plan.yaml", "mimeType": "application/yaml", "buffer": new_text(ward).encode()})
    page.get_by_role("button", name="Xem trước", exact=True).click()
    assert page.get_by_text("sau khi sửa").first.is_visible()
    seen.append(looked(page))
    page.get_by_role("button", name="Duyệt và áp dụng").click()
    page.get_by_role("heading", name="Bản sửa đã áp dụng").wait_for()
    seen.append(looked(page))
    page.get_by_role("button", name="Đảo lại bản sửa").click()
    page.get_by_role("heading", name="Bản sửa đã đảo lại").wait_for()
    context.close()

    assert seen == [(width, [])] * 3
    assert heard == []
