"""Every page of the program stands in the gallery, which looks at it in every state."""

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from tests.browser.gallery import GALLERY, NOT_PAGES
from web.app import create_app
from web.settings import Settings


def test_every_page_stands_in_the_gallery(clock: ManualClock, ids: CountedIds):
    app = create_app(Settings(None, None, clock, ids, "k" * 32, "Phường Nhỏ"))
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    missing = pages - {shot.endpoint for shot in GALLERY} - set(NOT_PAGES)

    assert missing == set(), "a page needs a line in tests/browser/gallery.py: Shot(name, endpoint, address, who)"
    assert set(NOT_PAGES) <= pages


def test_no_two_pages_share_an_address(clock: ManualClock, ids: CountedIds):
    app = create_app(Settings(None, None, clock, ids, "k" * 32, "Phường Nhỏ"))
    held: dict[tuple[str, str], list[str]] = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            held.setdefault((rule.rule, method), []).append(rule.endpoint)

    assert {address: names for address, names in held.items() if len(names) > 1} == {}
