"""kheo demo: a sample organisation at work on the date of the demonstration, all in one process on SQLite."""

import hashlib
import json
import shutil
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

from engine.action.give_password import give_password
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import VIETNAM, ShiftedClock, SystemClock, local_day, local_moment
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.opened import Home, database_of
from engine.cli.parser import common_options, day, port
from engine.cli.words import say
from engine.daemon.pulse import Pulse
from engine.daemon.scheduler import Scheduler
from engine.plan.folder import LoadedPlan, data_dir, load_plan, read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.plan.script import Script, read_script
from engine.rehearse.directory import Directory
from engine.report.audit import last_moment
from engine.report.viewer import viewer_by_login
from engine.store.blobs import BlobStore
from engine.store.database import Database, open_database
from engine.store.past import settle_past
from engine.store.people import account_of
from engine.store.schema import schema_problem, upgrade
from engine.store.units import units_of
from web.main.demo_bodies import Body, Visit, enter, find_bodies
from web.main.demo_player import Player, Stopped
from web.main.serve_commands import ready, secret_key, smtp_settings
from web.main.serving import address, application, listen, serve
from web.settings import Settings

SCRIPT, ORGANISATION, ABOUT = "demo.yaml", "organisation.yaml", "demo.json"
UNREAD = timedelta(days=5)
"""Notices of the last days are still unread."""


@dataclass(frozen=True)
class Show:
    """What a demonstration is made of."""

    loaded: LoadedPlan
    organisation: Organisation
    script: Script
    bodies: tuple[Body, ...]
    """The others, in the order of their folders."""
    fingerprint: str
    """Changes when any of its texts does: what was built before is then built anew."""


def add(commands: Any) -> None:
    """Adds the command."""
    demo = commands.add_parser("demo", help="một tổ chức mẫu với việc ở mọi giai đoạn, trong một tiến trình")
    demo.add_argument("--data", type=Path, default=Path("var/demo"), metavar="THƯ MỤC",
                      help="thư mục dữ liệu của bản mẫu (mặc định: var/demo)")
    demo.add_argument("--port", type=port, default=8080, metavar="CỔNG", help="0: cổng nào cũng được")
    demo.add_argument("--now", type=day, metavar="NGÀY", help="ngày bắt đầu, như 2026-06-10")
    common_options(demo)
    demo.set_defaults(run=_demo)


def _demo(arguments: Namespace) -> Answer:
    smtp, listening = smtp_settings(), listen("127.0.0.1", arguments.port)
    show = find_show()
    start = local_moment(arguments.now or show.script.until, show.script.hour, 30)
    home = Home(arguments.data, f"sqlite:///{arguments.data / 'kheo.db'}")
    if not _is_built(home, show, start):
        _replaceable(home.folder)
        try:
            with stop_on_signals() as stop:
                sys.stdout.write(say("Đang dựng dữ liệu mẫu, mất chừng một phút…") + "\n")
                sys.stdout.flush()
                build(home, show, start, stop)
        except Stopped:
            return Answer(FINE, say("Đã dừng khi đang dựng dữ liệu mẫu; chưa có gì được ghi lại."))
    database = database_of(home)
    clock = ShiftedClock(max(start, last_moment(database) or start), SystemClock().now())
    settings = Settings(database=database, blobs=BlobStore(home.files), clock=clock, ids=TimedIds(),
                        secret_key=secret_key(home.secret_file), installation=show.organisation.root().name,
                        mail=smtp is not None, url=address(listening) if smtp else "")
    scheduler = Scheduler(database, settings.ids, clock, smtp)
    serve(application(settings, scheduler), listening, scheduler, Pulse(database, settings.ids, clock, "demo"),
          lambda url: _announce(home, show, start, clock.start, url))
    return Answer(FINE, "")


@contextmanager
def stop_on_signals() -> Iterator[Event]:
    """Inside, SIGTERM and Ctrl+C only set the event, which the player looks at: what is half made is cleared away."""
    stop = Event()

    def asked(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _replaceable(folder: Path) -> None:
    """A folder that is not a demonstration's is never cleared."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not (folder / ABOUT).is_file():
        raise CommandRefused("not_a_demo", say(
            "{folder} đã có dữ liệu không phải của bản mẫu nên không dựng đè lên; chọn thư mục khác sau --data.",
            folder=folder))


def find_show() -> Show:
    """The first plan folder that has a script."""
    for folder in sorted(data_dir("plan_configs").iterdir()):
        if (folder / SCRIPT).is_file():
            texts = {name: read_text(folder / name) for name in (ORGANISATION, SCRIPT)}
            loaded, bodies = load_plan(folder), find_bodies(folder)
            marks = [loaded.hash, *texts.values(), *(body.fingerprint for body in bodies)]
            digest = hashlib.sha256("\0".join(marks).encode()).hexdigest()
            return Show(loaded, read_organisation(texts[ORGANISATION], str(folder / ORGANISATION)),
                        read_script(texts[SCRIPT], str(folder / SCRIPT)), bodies, digest)
    raise CommandRefused("no_demo", f"không kế hoạch nào trong {data_dir('plan_configs')} có tệp {SCRIPT}")


def build(home: Home, show: Show, start: datetime, stop: Event) -> None:
    """The data of the demonstration, made beside and put in place when whole: stopped half-way, nothing is left.

    Raises Stopped once the event is set.
    """
    making = home.folder.with_name(home.folder.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        aside = Home(making, f"sqlite:///{making / 'kheo.db'}")
        upgrade(aside.url)
        database = database_of(aside)
        try:
            blobs = BlobStore(aside.files)
            _fill(database, blobs, show, start, stop)
            shown = [enter(database, blobs, body, Visit(start, show.script.password, stop)) for body in show.bodies]
            with database.write() as connection:
                settle_past(connection, start - UNREAD, start)
        finally:
            database.close()
        about = {"fingerprint": show.fingerprint, "start": start.isoformat(), "shown": shown}
        (making / ABOUT).write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        shutil.rmtree(home.folder, ignore_errors=True)
        making.rename(home.folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _fill(database: Database, blobs: BlobStore, show: Show, start: datetime, stop: Event) -> None:
    script, ids, begins = show.script, TimedIds(), local_moment(show.script.begins, 8)
    tenant_id = import_organisation(database, ids, show.organisation, begins).tenant_id
    for account in script.accounts:
        give_password(database, account.login, script.password, False, begins)
    coordinator = viewer_by_login(database, script.accounts[0].login, script.begins)
    assert coordinator
    year = show.loaded.plan.year or script.begins.year
    run_id = prepare_run(database, ids, coordinator, show.loaded, year, begins)
    with database.read() as connection:
        found = [account_of(connection, person.login) for person in show.organisation.people]
        directory = Directory({unit.code: unit.id for unit in units_of(connection, tenant_id)},
                              {account.login: account.id for account in found if account})
    Player(database, blobs, ids, show.loaded.plan, run_id, script, directory, local_day(start),
           stop).play()


def _is_built(home: Home, show: Show, start: datetime) -> bool:
    about = home.folder / ABOUT
    if not about.is_file():
        return False
    known = json.loads(about.read_text("utf-8"))
    same = known.get("fingerprint") == show.fingerprint and known.get("start") == start.isoformat()
    return bool(same) and schema_problem(open_database(home.url)) is None


def _announce(home: Home, show: Show, start: datetime, now: datetime, url: str) -> None:
    others = json.loads((home.folder / ABOUT).read_text("utf-8"))["shown"]
    first = [{"login": a.login, "role": a.role, "unit": _unit_of(show, a.login)} for a in show.script.accounts]
    bodies = [{"body": show.organisation.root().name, "accounts": first}, *others]
    accounts = [{"login": one["login"], "password": show.script.password, "role": one["role"], "unit": one["unit"]}
                for body in bodies for one in body["accounts"]]
    about = {"url": url, "now": now.astimezone(VIETNAM).isoformat(), "accounts": accounts, "shown": others,
             "fingerprint": show.fingerprint, "start": start.isoformat()}
    (home.folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=2), "utf-8")
    lines = [f"kheo đang chạy: {url}  (hôm nay trong bản mẫu là {local_day(now):%d/%m/%Y})", "",
             f"Mật khẩu của mọi tài khoản: {show.script.password}"]
    for body in bodies:
        lines += ["", body["body"], *(f"  {one['login']:<32} {one['role']}" for one in body["accounts"])]
    sys.stdout.write("\n".join([*lines, "", "Ctrl+C để dừng.", ""]))
    ready(url)


def _unit_of(show: Show, login: str) -> str:
    person = next((p for p in show.organisation.people if p.login == login), None)
    names = {unit.code: unit.name for unit in show.organisation.units}
    return names[person.positions[0].unit] if person and person.positions else ""
