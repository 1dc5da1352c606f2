"""The site of a test, served to Chromium."""

import threading
from collections.abc import Iterator

import pytest
from waitress.server import create_server

from tests.web.site import Site


@pytest.fixture
def address(ward: Site) -> Iterator[str]:
    """The site served on loopback."""
    server = create_server(ward.app, host="127.0.0.1", port=0, threads=4)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.task_dispatcher.shutdown(timeout=5)
