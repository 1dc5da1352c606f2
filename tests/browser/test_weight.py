"""The inbox on a slow line: little to load the first time, next to nothing after it."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page
from werkzeug.wrappers import Request, Response

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.report.inbox import PAGE
from engine.store.database import Database
from tests.browser.copies import copied
from tests.browser.signing_in import enter
from tests.web.site import Site

KB = 1000
STATIC = Path(__file__).parents[2] / "web/static"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """More tasks than a page shows wait for the coordinator."""
    return copied(sqlite, ids, clock, tmp_path, PAGE + 10, date(2026, 1, 20),
                  subject="Tuyến đường hoa tự quản của hội viên")


@pytest.mark.browser
def test_a_second_visit_asks_for_the_page_alone_and_it_is_light(ward: Site, address: str, page: Page):
    asked: list[tuple[str, int]] = []
    inner = ward.app.wsgi_app

    def counted(environ, start_response):
        answer = Response.from_app(inner, environ)
        asked.append((Request(environ).path, len(answer.get_data())))
        return answer(environ, start_response)

    enter(page, address, "dau-moi")
    page.wait_for_load_state("networkidle")
    ward.app.wsgi_app = counted
    page.goto(f"{address}/viec")
    page.wait_for_load_state("networkidle")

    assert page.locator(".row").count() == PAGE
    assert len(asked) <= 3, asked
    assert sum(size for _path, size in asked) <= 60 * KB, asked


def test_what_the_inbox_loads_to_be_drawn_stays_small():
    texts = [(STATIC / name).read_bytes() for name in ("kheo.css", "list.css", "dark.css")]

    assert sum(map(len, texts)) <= 46 * KB
    assert sum(len(gzip.compress(text, 9)) for text in texts) <= 11.5 * KB


@pytest.mark.parametrize("name", sorted(file.name for file in STATIC.glob("*.css") if file.name != "kheo.css"))
def test_a_colour_has_its_value_in_the_tokens_alone(name: str):
    text = (STATIC / name).read_text("utf-8")

    assert name == "dark.css" or "#" not in text.replace("#000", "").replace("#fff", "").replace("#loi", "")
