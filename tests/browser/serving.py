"""A site served on loopback for a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address; what is still being answered at the end is let go."""
    sockets: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4)

    def serve() -> None:
        with suppress(OSError):  # sockets are closed while the loop waits on them
            server.run()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.task_dispatcher.shutdown(timeout=5)
    wasyncore.close_all(sockets, ignore_all=True)
