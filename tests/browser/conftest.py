"""The site of a test, served to Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import served
from tests.web.site import Site


@pytest.fixture
def address(ward: Site) -> Iterator[str]:
    """Where the site is served."""
    with served(ward.app) as found:
        yield found


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    yield context.new_page()
    context.close()
