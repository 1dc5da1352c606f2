"""Runs kheo in one process: pages by waitress, the scheduler in a thread, both stopped gracefully."""

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import structlog
from flask import Flask
from waitress.server import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.daemon.scheduler import Scheduler
from web.app import create_app
from web.settings import Settings

log = structlog.get_logger()
THREADS = 8


def application(settings: Settings, scheduler: Scheduler | None, behind_proxy: bool = False) -> Flask:
    """The pages; behind a proxy the outer address and scheme are taken from its headers."""
    beat = (lambda: scheduler.beat) if scheduler else None
    app = create_app(replace(settings, scheduler_beat=beat, secure_cookies=behind_proxy or settings.secure_cookies))
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def serve(app: Flask, host: str, port: int, scheduler: Scheduler | None, ready: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT; requests and the running tick are finished first. Port 0 takes any."""
    server = create_server(app, host=host, port=port, threads=THREADS, ident="kheo")
    stop = threading.Event()
    _on_signals(stop)
    pages = threading.Thread(target=server.run, name="pages", daemon=True)
    pages.start()
    if scheduler:
        scheduler.start()
    ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{server.effective_port}")  # noqa: S104 compared, not bound
    stop.wait()
    log.info("stopping")
    if scheduler:
        scheduler.stop()
    server.close()
    server.task_dispatcher.shutdown(timeout=10)


def work(scheduler: Scheduler) -> None:
    """Runs the scheduler alone until SIGTERM or SIGINT."""
    stop = threading.Event()
    _on_signals(stop)
    scheduler.start()
    log.info("worker started")
    stop.wait()
    scheduler.stop()


def _on_signals(stop: threading.Event) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
