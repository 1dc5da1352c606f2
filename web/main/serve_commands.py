"""kheo serve, kheo worker: the commands that stay."""

import os
import re
import sys
from argparse import ArgumentTypeError, Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.base.clock import SystemClock
from engine.base.ids import TimedIds, secret
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.opened import data_options, database_alone, database_of, home_of
from engine.cli.parser import common_options, port
from engine.cli.words import say
from engine.daemon.post import SmtpSettings
from engine.daemon.pulse import Pulse
from engine.daemon.scheduler import Scheduler, can_distribute
from engine.report.installation import installation_name
from engine.store.blobs import BlobStore
from engine.store.database import Database
from web.main.serving import application, listen, serve, work
from web.settings import Settings


def add(commands: Any) -> None:
    """Adds the commands."""
    pages = commands.add_parser("serve", help="chạy trang web, bộ lập lịch và gửi thư")
    pages.add_argument("--host", default="127.0.0.1", metavar="MÁY", help="địa chỉ mở cổng (mặc định: 127.0.0.1)")
    pages.add_argument("--port", type=port, default=8080, metavar="CỔNG", help="0: cổng nào cũng được")
    pages.add_argument("--url", default=os.environ.get("KHEO_URL", ""), metavar="URL",
                       help="địa chỉ mà người dùng mở, như https://kheo.phuong.vn; liên kết trong thư dựa vào đó")
    pages.add_argument("--no-worker", action="store_true", help="chỉ trang web; bộ lập lịch chạy ở kheo worker")
    pages.add_argument("--behind-proxy", action="store_true", help="đứng sau máy chủ HTTPS, tin X-Forwarded-*")
    worker = commands.add_parser("worker", help="chạy bộ lập lịch và gửi thư, không mở cổng nào")
    worker.add_argument("--every", type=_seconds, default=20.0, metavar="GIÂY",
                        help="bao lâu tìm việc đến hạn một lần (mặc định: 20)")
    worker.add_argument("--lease", type=_seconds, default=60.0, metavar="GIÂY",
                        help="trang việc của tiến trình đã chết được làm lại sau bao lâu (mặc định: 60)")
    for parser, run in ((pages, _serve), (worker, _work)):
        data_options(parser)
        common_options(parser)
        parser.set_defaults(run=run)


def _seconds(typed: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", typed) or float(typed) <= 0:
        raise ArgumentTypeError(say('"{given}" không phải là số giây, như 20.', given=typed))
    return float(typed)


def smtp_settings() -> SmtpSettings | None:
    """From the environment; None where no mail server is named."""
    host = os.environ.get("KHEO_SMTP_HOST")
    if not host:
        return None
    security = os.environ.get("KHEO_SMTP_SECURITY", "starttls")
    if security not in {"starttls", "tls", "none"}:
        raise CommandRefused("smtp", say(
            'KHEO_SMTP_SECURITY là "{given}"; được phép: starttls, tls, none.', given=security))
    number = os.environ.get("KHEO_SMTP_PORT", "587")
    if not number.isdigit():
        raise CommandRefused("smtp", say('KHEO_SMTP_PORT là "{given}"; phải là một số.', given=number))
    sender = os.environ.get("KHEO_SMTP_FROM")
    if not sender:
        raise CommandRefused("smtp", say("đã có KHEO_SMTP_HOST nhưng thiếu KHEO_SMTP_FROM, địa chỉ gửi thư."))
    return SmtpSettings(host, int(number), sender, os.environ.get("KHEO_SMTP_USER"),
                        os.environ.get("KHEO_SMTP_PASSWORD"), security)


def secret_key(file: Path) -> str:
    """The key that signs sessions; made at the first start, readable by its owner alone."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(secret())
    except FileExistsError:
        pass
    return file.read_text()


def _serve(arguments: Namespace) -> Answer:
    home, smtp, url = home_of(arguments), smtp_settings(), _checked_url(arguments.url)
    if smtp and not url:
        raise CommandRefused("url", say(
            "đã có KHEO_SMTP_HOST nhưng thiếu --url (hoặc KHEO_URL), địa chỉ mà liên kết trong thư dẫn tới."))
    database = database_of(home)
    listening = listen(arguments.host, arguments.port)
    settings = Settings(
        database=database, blobs=BlobStore(home.files), clock=SystemClock(), ids=TimedIds(),
        secret_key=secret_key(home.secret_file), installation=_named(database),
        mail=bool(url and (smtp or arguments.no_worker)),
        secure_cookies=url.startswith("https:"), url=url)
    scheduler = None if arguments.no_worker else Scheduler(
        database, settings.ids, settings.clock, smtp, distributed=can_distribute(database), blobs=settings.blobs)
    serve(application(settings, scheduler, arguments.behind_proxy), listening, scheduler,
          Pulse(database, settings.ids, settings.clock, "serve"), ready)
    return Answer(FINE, "")


def _checked_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise CommandRefused("url", say(
            '--url là "{given}"; phải là địa chỉ gốc của kheo, như https://kheo.phuong.vn.', given=url))
    return f"{parts.scheme}://{parts.netloc}"


def _named(database: Database) -> str:
    return os.environ.get("KHEO_INSTALLATION") or installation_name(database) or "kheo"


def _work(arguments: Namespace) -> Answer:
    home = database_alone(arguments)
    database = database_of(home)
    distributed = can_distribute(database)
    if not distributed and not database.is_sqlite:
        raise CommandRefused("queue", say(
            "cơ sở dữ liệu chưa có hàng việc của procrastinate; chạy pip install 'kheo[postgres]' rồi kheo db upgrade"
            "."))
    ids, clock = TimedIds(), SystemClock()
    work(Scheduler(database, ids, clock, smtp_settings(), arguments.every, timedelta(seconds=arguments.lease),
                   distributed, BlobStore(home.files) if home.files.is_dir() else None),
         Pulse(database, ids, clock, "worker"))
    return Answer(FINE, "")


def ready(url: str) -> None:
    """The line that scripts wait for."""
    sys.stdout.write(f"READY {url}\n")
    sys.stdout.flush()
