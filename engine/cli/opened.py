"""What commands on data share: where the data live, who acts, whether the database can be used."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from engine.base.clock import local_day
from engine.cli.answer import CommandRefused, Run
from engine.cli.parser import common_options
from engine.cli.words import say
from engine.report.viewer import viewer_by_login
from engine.store.database import Database, open_database
from engine.store.schema import schema_problem
from engine.work.people import Viewer

KINDS = {"sqlite", "postgres", "postgresql", "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of an installation: attachments, the session key and, by default, the SQLite file."""

    folder: Path
    url: str

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def secret_file(self) -> Path:
        return self.folder / "secret"

    @property
    def shown(self) -> str:
        """The database's address without its password."""
        return make_url(self.url).render_as_string(hide_password=True)


def data_options(parser: argparse.ArgumentParser) -> None:
    """--data and --database, for every command on data."""
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("KHEO_DATA", "var")), metavar="THƯ MỤC",
                        help="thư mục dữ liệu (mặc định: var)")
    parser.add_argument("--database", default=os.environ.get("KHEO_DATABASE"), metavar="URL",
                        help="sqlite:///đường-dẫn hoặc postgresql://… (mặc định: SQLite trong thư mục dữ liệu)")


def personal(parser: argparse.ArgumentParser, run: Run) -> None:
    """The options of a command that acts on data in a person's name, and what it runs."""
    parser.add_argument("--as", dest="login", required=True, metavar="TÀI KHOẢN", help="ai làm việc này")
    data_options(parser)
    common_options(parser)
    parser.set_defaults(run=run)


def home_of(arguments: argparse.Namespace) -> Home:
    """The home that the options name; its folder is made. CommandRefused for a folder or an address that cannot be."""
    folder: Path = arguments.data
    url = arguments.database or f"sqlite:///{folder / 'kheo.db'}"
    check_address(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise CommandRefused("no_folder", say(
            "không dùng được thư mục dữ liệu {folder} ({reason}); sửa quyền hoặc chọn thư mục khác bằng --data.",
            folder=folder, reason=problem.strerror)) from None
    return Home(folder, url)


def database_alone(arguments: argparse.Namespace) -> Home:
    """The home of a command that needs nothing but the database: a folder is asked for where SQLite's file lies in it.

    CommandRefused as with `home_of`.
    """
    if not arguments.database:
        return home_of(arguments)
    check_address(arguments.database)
    return Home(arguments.data, arguments.database)


def check_address(url: str) -> None:
    """CommandRefused for an address that is not one of a database kheo works with."""
    try:
        kind = make_url(url).drivername
    except (ArgumentError, ValueError):
        kind = ""
    if kind not in KINDS:
        raise CommandRefused("database", say(
            "địa chỉ cơ sở dữ liệu không đúng; viết như sqlite:///var/kheo.db hoặc postgresql://tai-khoan@may-chu/ten."))


@contextmanager
def reaching(home: Home) -> Iterator[None]:
    """Within it a database that does not answer, or whose driver is not installed, is refused in one sentence."""
    try:
        yield
    except ModuleNotFoundError:
        raise CommandRefused("database", say(
            "chưa cài trình điều khiển PostgreSQL; chạy pip install 'kheo[postgres]'.")) from None
    except SQLAlchemyError as problem:
        reason = str(getattr(problem, "orig", None) or type(problem).__name__).splitlines()[0]
        raise CommandRefused("database", say(
            "không dùng được cơ sở dữ liệu {url} ({reason}); kiểm tra địa chỉ và quyền truy cập.",
            url=home.shown, reason=reason)) from None


def database_of(home: Home) -> Database:
    """The opened database; CommandRefused with a sentence when it cannot be reached or its schema is another."""
    with reaching(home):
        database = unchecked_database(home)
        problem = schema_problem(database)
    if problem:
        raise CommandRefused("database", problem)
    return database


def unchecked_database(home: Home) -> Database:
    """The opened database, whatever its schema; nothing is connected yet."""
    return open_database(home.url)


def acting(database: Database, login: str, now: datetime) -> Viewer:
    """The person who gives the command; CommandRefused for an unknown or closed account."""
    viewer = viewer_by_login(database, login, local_day(now))
    if viewer is None:
        raise CommandRefused("no_account", say(
            'không có tài khoản "{login}" đang hoạt động; xem lại --as.', login=login))
    return viewer
