"""kheo init, user reset, org import, db upgrade: setting up an installation and keeping it."""

from argparse import Namespace
from getpass import getpass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from engine.action.create_administrator import NewAdministrator, create_administrator
from engine.action.import_organisation import Imported, import_organisation
from engine.action.make_reset import make_reset
from engine.base.clock import SystemClock
from engine.base.diagnostic import PlanError
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer, CommandRefused, Run
from engine.cli.opened import Home, data_options, database_of, home_of
from engine.cli.parser import Parser, common_options
from engine.plan.folder import read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.store.database import Database
from engine.store.schema import upgrade
from engine.work.password import Refused
from engine.work.people import Conflict, NotFound


def add(commands: Any) -> None:
    """Adds the commands."""
    init = commands.add_parser("init", help="cài mới: cơ sở dữ liệu, tổ chức, người quản trị đầu tiên")
    init.add_argument("--organisation", type=Path, metavar="TỆP.yaml", help="đơn vị, người và chức danh")
    init.add_argument("--body", default="Cơ quan ban hành", metavar="TÊN", help="tên cơ quan, khi chưa có tệp tổ chức")
    init.add_argument("--administrator", default="quantri", metavar="TÀI KHOẢN")
    init.add_argument("--ask-password", action="store_true", help="hỏi mật khẩu thay vì tự sinh")
    user = commands.add_parser("user", help="tài khoản").add_subparsers(dest="verb", required=True, parser_class=Parser)
    reset = user.add_parser("reset", help="lập đường dẫn đặt lại mật khẩu, dùng một lần trong 24 giờ")
    reset.add_argument("login", metavar="TÀI KHOẢN")
    org = commands.add_parser("org", help="tổ chức").add_subparsers(dest="verb", required=True, parser_class=Parser)
    load = org.add_parser("import", help="đưa đơn vị, người và chức danh từ tệp vào")
    load.add_argument("file", type=Path, metavar="TỆP.yaml")
    db = commands.add_parser("db", help="cơ sở dữ liệu").add_subparsers(dest="verb", required=True, parser_class=Parser)
    newer = db.add_parser("upgrade", help="đưa lược đồ lên bản mới nhất")
    runs: tuple[tuple[Parser, Run], ...] = ((init, _init), (reset, _reset), (load, _import), (newer, _upgrade))
    for parser, run in runs:
        data_options(parser)
        common_options(parser)
        parser.set_defaults(run=run)


def _init(arguments: Namespace) -> Answer:
    home = home_of(arguments)
    organisation = _organisation(arguments.organisation) if arguments.organisation else None
    typed = getpass("Mật khẩu của người quản trị: ") if arguments.ask_password else None
    _upgraded(home)
    database = database_of(home)
    try:
        imported = _bring_in(database, organisation) if organisation else None
        body = organisation.root().code if organisation else arguments.body
        new = NewAdministrator(arguments.administrator, "Quản trị", body, typed)
        password = create_administrator(database, TimedIds(), new, SystemClock().now())
    except Refused as refused:
        raise CommandRefused("refused", str(refused)) from None
    lines = [f"Đã lập {home.url}."]
    lines += [_said(imported)] if imported else []
    lines += [f"Người quản trị: {arguments.administrator}"]
    lines += [] if typed else [f"Mật khẩu dùng một lần: {password} (phải đổi khi đăng nhập lần đầu)"]
    data = {"database": home.url, "administrator": arguments.administrator, "password": None if typed else password,
            "units": imported.units if imported else 0, "people": imported.people if imported else 0}
    return Answer(FINE, "\n".join([*lines, "Bước sau: kheo serve"]), data)


def _organisation(file: Path) -> Organisation:
    try:
        return read_organisation(read_text(file), str(file))
    except PlanError as broken:
        raise CommandRefused("broken_organisation", str(broken)) from None


def _bring_in(database: Database, organisation: Organisation) -> Imported:
    try:
        return import_organisation(database, TimedIds(), organisation, SystemClock().now())
    except Conflict as conflict:
        raise CommandRefused("conflict", str(conflict)) from None


def _said(imported: Imported) -> str:
    return f"Đã thêm {imported.units} đơn vị, {imported.people} người, {imported.positions} chức danh."


def _import(arguments: Namespace) -> Answer:
    organisation = _organisation(arguments.file)
    imported = _bring_in(database_of(home_of(arguments)), organisation)
    data = {"units": imported.units, "people": imported.people, "positions": imported.positions}
    return Answer(FINE, _said(imported), data)


def _reset(arguments: Namespace) -> Answer:
    database = database_of(home_of(arguments))
    try:
        token = make_reset(database, arguments.login, SystemClock().now())
    except NotFound as unknown:
        raise CommandRefused("no_account", str(unknown)) from None
    path = f"/mat-khau/{token}"
    text = f"Đường dẫn đặt lại mật khẩu, dùng một lần trong 24 giờ:\n  <địa chỉ của kheo>{path}"
    return Answer(FINE, text, {"path": path})


def _upgrade(arguments: Namespace) -> Answer:
    home = home_of(arguments)
    _upgraded(home)
    return Answer(FINE, f"Lược đồ của {home.url} đã ở bản mới nhất.", {"database": home.url})


def _upgraded(home: Home) -> None:
    try:
        upgrade(home.url)
    except SQLAlchemyError as problem:
        reason = getattr(problem, "orig", None) or problem
        raise CommandRefused("database", f"không dựng được cơ sở dữ liệu {home.url}: {reason}") from None
