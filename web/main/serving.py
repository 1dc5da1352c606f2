"""Runs kheo in one process: pages by waitress, the scheduler in a thread, both stopped gracefully."""

import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import structlog
from flask import Flask
from waitress.server import TcpWSGIServer, create_server
from waitress.wasyncore import dispatcher
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.cli.answer import CommandRefused
from engine.cli.words import say
from engine.daemon.pulse import Pulse
from engine.daemon.scheduler import Scheduler
from web.app import create_app
from web.settings import Settings

log = structlog.get_logger()
THREADS = 8
FINISH = 20
"""Seconds that a stop waits for requests."""


def application(settings: Settings, scheduler: Scheduler | None, behind_proxy: bool = False) -> Flask:
    """The pages; behind a proxy the outer address and scheme are taken from its headers."""
    beat = (lambda: scheduler.beat) if scheduler else None
    app = create_app(replace(settings, scheduler_beat=beat, secure_cookies=behind_proxy or settings.secure_cookies))
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def listen(host: str, port: int) -> socket.socket:
    """The socket that pages are served on; port 0 takes any. CommandRefused when the address cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        raise CommandRefused("no_port", say(
            "không mở được {host}:{port} ({reason}); dừng chương trình đang giữ cổng ấy hoặc chọn --port khác.",
            host=host, port=port, reason=str(problem.strerror).split(" (while")[0])) from None


def address(listening: socket.socket) -> str:
    """Where a browser on this machine finds the pages."""
    host, port = listening.getsockname()[:2]
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"


def serve(
    app: Flask, listening: socket.socket, scheduler: Scheduler | None, pulse: Pulse, ready: Callable[[str], None],
) -> None:
    """Serves until SIGTERM or SIGINT; requests and the running tick are finished first."""
    stop = _stop_on_signals()
    server = create_server(app, sockets=[listening], threads=THREADS, ident="kheo")
    threading.Thread(target=server.run, name="pages", daemon=True).start()
    if scheduler:
        scheduler.start()
    ready(address(listening))
    with pulse.beating():
        stop.wait()
        log.info("stopping")
        server.trigger.pull_trigger(lambda: dispatcher.close(server))  # takes no more callers; answers those inside
        if scheduler:
            scheduler.stop()
        _finish(server)


def _finish(server: TcpWSGIServer) -> None:
    """Waits up to FINISH seconds until every answer that was begun is on its way."""
    for _ in range(FINISH * 20):
        channels = list(server.active_channels.values())
        if not any(channel.requests or channel.request or channel.total_outbufs_len for channel in channels):
            break
        time.sleep(0.05)
    server.task_dispatcher.shutdown(timeout=1)


def work(scheduler: Scheduler, pulse: Pulse) -> None:
    """Runs the scheduler alone until SIGTERM or SIGINT."""
    stop = _stop_on_signals()
    scheduler.start()
    log.info("worker started")
    with pulse.beating():
        stop.wait()
        scheduler.stop()


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop
