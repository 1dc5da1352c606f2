"""The site of a test, served to Chromium."""

from collections.abc import Iterator

import pytest

from tests.browser.serving import served
from tests.web.site import Site


@pytest.fixture
def address(ward: Site) -> Iterator[str]:
    """Where the site is served."""
    with served(ward.app) as found:
        yield found
