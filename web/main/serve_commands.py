"""kheo serve, worker, demo: the commands that stay."""

import logging
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import structlog

from engine.base.clock import SystemClock
from engine.base.ids import TimedIds, secret
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.opened import Home, data_options, database_of, home_of
from engine.cli.parser import common_options
from engine.daemon.post import SmtpSettings
from engine.daemon.scheduler import Scheduler
from engine.store.blobs import BlobStore
from web.main.serving import application, serve, work
from web.settings import Settings


def add(commands: Any) -> None:
    """Adds the commands."""
    pages = commands.add_parser("serve", help="chạy trang web, bộ lập lịch và gửi thư")
    pages.add_argument("--host", default="127.0.0.1")
    pages.add_argument("--port", type=int, default=8080, help="0: cổng nào cũng được")
    pages.add_argument("--no-worker", action="store_true", help="chỉ trang web; bộ lập lịch chạy ở kheo worker")
    pages.add_argument("--behind-proxy", action="store_true", help="đứng sau máy chủ HTTPS, tin X-Forwarded-*")
    worker = commands.add_parser("worker", help="chạy bộ lập lịch và gửi thư, không mở cổng nào")
    for parser, run in ((pages, _serve), (worker, _work)):
        data_options(parser)
        common_options(parser)
        parser.set_defaults(run=run)


def log_to_stderr() -> None:
    """Structured lines on standard error; a line names events and ids, never what people typed."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
                    structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def smtp_settings() -> SmtpSettings | None:
    """From the environment; None where no mail server is named."""
    host = os.environ.get("KHEO_SMTP_HOST")
    if not host:
        return None
    security = os.environ.get("KHEO_SMTP_SECURITY", "starttls")
    if security not in {"starttls", "tls", "none"}:
        raise CommandRefused("smtp", f'KHEO_SMTP_SECURITY là "{security}"; được phép: starttls, tls, none')
    port = os.environ.get("KHEO_SMTP_PORT", "587")
    if not port.isdigit():
        raise CommandRefused("smtp", f'KHEO_SMTP_PORT là "{port}"; phải là một số')
    sender = os.environ.get("KHEO_SMTP_FROM")
    if not sender:
        raise CommandRefused("smtp", "đã có KHEO_SMTP_HOST nhưng thiếu KHEO_SMTP_FROM, địa chỉ gửi thư")
    return SmtpSettings(host, int(port), sender, os.environ.get("KHEO_SMTP_USER"),
                        os.environ.get("KHEO_SMTP_PASSWORD"), security)


def secret_key(file: Path) -> str:
    """The key that signs sessions; made at the first start, readable by its owner alone."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(secret())
    return file.read_text()


def _settings(home: Home, smtp: SmtpSettings | None, installation: str) -> Settings:
    return Settings(database=database_of(home), blobs=BlobStore(home.files), clock=SystemClock(), ids=TimedIds(),
                    secret_key=secret_key(home.secret_file), installation=installation, mail=smtp is not None)


def _serve(arguments: Namespace) -> Answer:
    log_to_stderr()
    home, smtp = home_of(arguments), smtp_settings()
    settings = _settings(home, smtp, os.environ.get("KHEO_INSTALLATION", "kheo"))
    scheduler = None if arguments.no_worker else Scheduler(settings.database, settings.ids, settings.clock, smtp)
    app = application(settings, scheduler, arguments.behind_proxy)
    serve(app, arguments.host, arguments.port, scheduler, ready)
    return Answer(FINE, "")


def _work(arguments: Namespace) -> Answer:
    log_to_stderr()
    database = database_of(home_of(arguments))
    work(Scheduler(database, TimedIds(), SystemClock(), smtp_settings()))
    return Answer(FINE, "")


def ready(url: str) -> None:
    """The line that scripts wait for."""
    sys.stdout.write(f"READY {url}\n")
    sys.stdout.flush()
