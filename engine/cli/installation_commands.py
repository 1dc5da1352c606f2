"""kheo init, user reset and handover, org import, db upgrade: setting up an installation and keeping it."""

from argparse import Namespace
from getpass import getpass
from pathlib import Path
from typing import Any

from alembic.util import CommandError

from engine.action.create_administrator import NewAdministrator, create_administrator
from engine.action.import_organisation import Imported, import_organisation
from engine.action.make_reset import make_reset
from engine.base.clock import SystemClock
from engine.base.diagnostic import PlanError
from engine.base.ids import TimedIds
from engine.cli import handover_command
from engine.cli.answer import FINE, Answer, CommandRefused, Run
from engine.cli.opened import Home, data_options, database_of, home_of, reaching
from engine.cli.parser import Parser, common_options
from engine.cli.words import say
from engine.plan.folder import read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.report.installation import has_administrator
from engine.store.database import Database
from engine.store.schema import upgrade
from engine.work.password import Refused, password_problem
from engine.work.people import Conflict, NotFound


def add(commands: Any) -> None:
    """Adds the commands."""
    init = commands.add_parser("init", help="cài mới: cơ sở dữ liệu, tổ chức, người quản trị đầu tiên")
    init.add_argument("--organisation", type=Path, metavar="TỆP.yaml", help="đơn vị, người và chức danh")
    init.add_argument("--body", default="Cơ quan ban hành", metavar="TÊN", help="tên cơ quan, khi chưa có tệp tổ chức")
    init.add_argument("--administrator", default="quantri", metavar="TÀI KHOẢN",
                      help="tên đăng nhập của người quản trị đầu tiên")
    init.add_argument("--ask-password", action="store_true", help="hỏi mật khẩu thay vì tự sinh")
    user = commands.add_parser("user", help="tài khoản").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    reset = user.add_parser("reset", help="lập đường dẫn đặt lại mật khẩu, dùng một lần trong 24 giờ")
    reset.add_argument("login", metavar="TÀI KHOẢN")
    handover_command.add_to(user.add_parser("handover", help="bàn giao của người đi cho người nhận, đóng tài khoản cũ"))
    org = commands.add_parser("org", help="tổ chức").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    load = org.add_parser("import", help="đưa đơn vị, người và chức danh từ tệp vào")
    load.add_argument("file", type=Path, metavar="TỆP.yaml")
    db = commands.add_parser("db", help="cơ sở dữ liệu").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    newer = db.add_parser("upgrade", help="đưa lược đồ lên bản mới nhất")
    runs: tuple[tuple[Parser, Run], ...] = ((init, _init), (reset, _reset), (load, _import), (newer, _upgrade))
    for parser, run in runs:
        data_options(parser)
        common_options(parser)
        parser.set_defaults(run=run)


def _init(arguments: Namespace) -> Answer:
    home, login = home_of(arguments), arguments.administrator
    organisation = _organisation(arguments.organisation) if arguments.organisation else None
    _upgraded(home)
    database = database_of(home)
    if has_administrator(database):
        raise CommandRefused("already_there", say(
            "kheo đã được cài ở {url} và có người quản trị; thêm tổ chức bằng kheo org import, đặt lại mật khẩu bằng "
            "kheo user reset, hoặc cài vào thư mục khác bằng --data.", url=home.shown))
    typed = _typed_password(login) if arguments.ask_password else None
    imported = _bring_in(database, organisation) if organisation else None
    body = organisation.root().code if organisation else arguments.body
    try:
        password = create_administrator(
            database, TimedIds(), NewAdministrator(login, "Quản trị", body, typed), SystemClock().now())
    except Refused as refused:
        raise CommandRefused("refused", str(refused)) from None
    return _installed(home, login, None if typed else password, imported)


def _typed_password(login: str) -> str:
    typed = getpass(say("Mật khẩu của người quản trị: "))
    if problem := password_problem(typed, login):
        raise CommandRefused("refused", problem)
    return typed


def _installed(home: Home, login: str, password: str | None, imported: Imported | None) -> Answer:
    lines = [say("Đã lập {url}.", url=home.shown)]
    lines += [_said(imported)] if imported else []
    lines += [say("Người quản trị: {login}", login=login)]
    lines += [say("Mật khẩu dùng một lần: {password} (phải đổi khi đăng nhập lần đầu)", password=password)
              ] if password else []
    data = {"database": home.shown, "administrator": login, "password": password,
            "units": imported.units if imported else 0, "people": imported.people if imported else 0}
    return Answer(FINE, "\n".join([*lines, say("Bước sau: kheo serve")]), data)


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
    return say("Đã thêm {units} đơn vị, {people} người, {positions} chức danh.",
               units=imported.units, people=imported.people, positions=imported.positions)


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
    path = f"/quen-mat-khau/{token}"
    text = say("Đường dẫn đặt lại mật khẩu, dùng một lần trong 24 giờ:\n  <địa chỉ của kheo>{path}", path=path)
    return Answer(FINE, text, {"path": path})


def _upgrade(arguments: Namespace) -> Answer:
    home = home_of(arguments)
    _upgraded(home)
    return Answer(FINE, say("Lược đồ của {url} đã ở bản mới nhất.", url=home.shown), {"database": home.shown})


def _upgraded(home: Home) -> None:
    with reaching(home):
        try:
            upgrade(home.url)
        except CommandError:
            database_of(home)  # a newer kheo made it: refused here, unless it accepts this one and nothing is to do
