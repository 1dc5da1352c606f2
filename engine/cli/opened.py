"""What commands on data share: where the data live, who acts, whether the database can be used."""

import argparse
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from engine.base.clock import local_day
from engine.cli.answer import CommandRefused
from engine.report.viewer import viewer_by_login
from engine.store.database import Database, open_database
from engine.store.schema import schema_problem
from engine.work.people import Viewer


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


def data_options(parser: argparse.ArgumentParser) -> None:
    """--data and --database, for every command on data."""
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("KHEO_DATA", "var")), metavar="THƯ MỤC",
                        help="thư mục dữ liệu (mặc định: var)")
    parser.add_argument("--database", default=os.environ.get("KHEO_DATABASE"), metavar="URL",
                        help="sqlite:///đường-dẫn hoặc postgresql://… (mặc định: SQLite trong thư mục dữ liệu)")


def home_of(arguments: argparse.Namespace) -> Home:
    """The home that the options name; its folder is made."""
    folder: Path = arguments.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CommandRefused("no_folder", f"không tạo được thư mục dữ liệu {folder}: {problem.strerror}") from None
    return Home(folder, arguments.database or f"sqlite:///{folder / 'kheo.db'}")


def database_of(home: Home) -> Database:
    """The opened database; CommandRefused with a sentence when it cannot be reached or its schema is another."""
    database = unchecked_database(home)
    problem = schema_problem(database)
    if problem:
        raise CommandRefused("database", problem)
    return database


def unchecked_database(home: Home) -> Database:
    """The opened database, whatever its schema."""
    try:
        return open_database(home.url)
    except ArgumentError:
        raise CommandRefused("database", f"địa chỉ cơ sở dữ liệu không đúng: {home.url}; viết như "
                             "sqlite:///var/kheo.db hoặc postgresql://tai-khoan@may-chu/ten") from None


def acting(database: Database, login: str, now: datetime) -> Viewer:
    """The person who gives the command; CommandRefused for an unknown or closed account."""
    viewer = viewer_by_login(database, login, local_day(now))
    if viewer is None:
        raise CommandRefused("no_account", f'không có tài khoản "{login}" đang hoạt động; xem lại --as')
    return viewer
