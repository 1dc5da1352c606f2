"""kheo demo: a sample organisation at work on the date of the demonstration, all in one process on SQLite."""

import hashlib
import json
import shutil
import sys
from argparse import Namespace
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.action.give_password import give_password
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ShiftedClock, SystemClock, local_day, local_moment
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.opened import Home, database_of
from engine.cli.parser import common_options
from engine.daemon.scheduler import Scheduler
from engine.plan.folder import LoadedPlan, data_dir, load_plan, read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.plan.script import Script, read_script
from engine.report.audit import last_moment
from engine.report.viewer import viewer_by_login
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.schema import upgrade
from web.main.demo_player import Player
from web.main.serve_commands import log_to_stderr, ready, secret_key, smtp_settings
from web.main.serving import application, serve
from web.settings import Settings

SCRIPT, ORGANISATION, ABOUT = "demo.yaml", "organisation.yaml", "demo.json"


@dataclass(frozen=True)
class Show:
    """What a demonstration is made of."""

    loaded: LoadedPlan
    organisation: Organisation
    script: Script
    fingerprint: str
    """Changes when any of its texts does: what was built before is then built anew."""


def add(commands: Any) -> None:
    """Adds the command."""
    demo = commands.add_parser("demo", help="một tổ chức mẫu với việc ở mọi giai đoạn, trong một tiến trình")
    demo.add_argument("--data", type=Path, default=Path("var/demo"), metavar="THƯ MỤC")
    demo.add_argument("--port", type=int, default=8080, help="0: cổng nào cũng được")
    demo.add_argument("--now", type=date.fromisoformat, metavar="NGÀY", help="ngày bắt đầu, như 2026-06-10")
    common_options(demo)
    demo.set_defaults(run=_demo)


def _demo(arguments: Namespace) -> Answer:
    log_to_stderr()
    show = find_show()
    start = local_moment(arguments.now or show.script.until, show.script.hour, 30)
    home = Home(arguments.data, f"sqlite:///{arguments.data / 'kheo.db'}")
    if not _is_built(home, show, start):
        sys.stdout.write("Đang dựng dữ liệu mẫu, mất chừng nửa phút…\n")
        sys.stdout.flush()
        build(home, show, start)
    database = database_of(home)
    clock = ShiftedClock(max(start, last_moment(database) or start), SystemClock().now())
    smtp = smtp_settings()
    settings = Settings(database=database, blobs=BlobStore(home.files), clock=clock, ids=TimedIds(),
                        secret_key=secret_key(home.secret_file), installation=show.organisation.root().name)
    scheduler = Scheduler(database, settings.ids, clock, smtp)
    serve(application(settings, scheduler), "127.0.0.1", arguments.port, scheduler,
          lambda url: _announce(home, show, start, url))
    return Answer(FINE, "")


def find_show() -> Show:
    """The first plan folder that has a script."""
    for folder in sorted(data_dir("plan_configs").iterdir()):
        if (folder / SCRIPT).is_file():
            texts = {name: read_text(folder / name) for name in (ORGANISATION, SCRIPT)}
            loaded = load_plan(folder)
            digest = hashlib.sha256("\0".join([loaded.hash, *texts.values()]).encode()).hexdigest()
            return Show(loaded, read_organisation(texts[ORGANISATION], str(folder / ORGANISATION)),
                        read_script(texts[SCRIPT], str(folder / SCRIPT)), digest)
    raise CommandRefused("no_demo", f"không kế hoạch nào trong {data_dir('plan_configs')} có tệp {SCRIPT}")


def build(home: Home, show: Show, start: datetime) -> None:
    """The data of the demonstration, made beside and put in place when whole: stopped half-way, nothing is left."""
    making = home.folder.with_name(home.folder.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    aside = Home(making, f"sqlite:///{making / 'kheo.db'}")
    upgrade(aside.url)
    database = database_of(aside)
    _fill(database, BlobStore(aside.files), show, local_day(start))
    database.close()
    (making / ABOUT).write_text(json.dumps({"fingerprint": show.fingerprint, "start": start.isoformat()}), "utf-8")
    shutil.rmtree(home.folder, ignore_errors=True)
    making.rename(home.folder)


def _fill(database: Database, blobs: BlobStore, show: Show, until: date) -> None:
    ids, begins = TimedIds(), local_moment(show.script.begins, 8)
    imported = import_organisation(database, ids, show.organisation, begins)
    for account in show.script.accounts:
        give_password(database, account.login, show.script.password, False, begins)
    coordinator = viewer_by_login(database, show.script.accounts[0].login, show.script.begins)
    assert coordinator
    year = show.loaded.plan.year or show.script.begins.year
    run_id = prepare_run(database, ids, coordinator, show.loaded, year, begins)
    Player(database, blobs, ids, show.loaded.plan, run_id, imported.tenant_id, show.script, until).play()


def _is_built(home: Home, show: Show, start: datetime) -> bool:
    about = home.folder / ABOUT
    if not about.is_file():
        return False
    known = json.loads(about.read_text("utf-8"))
    return bool(known.get("fingerprint") == show.fingerprint and known.get("start") == start.isoformat())


def _announce(home: Home, show: Show, start: datetime, url: str) -> None:
    accounts = [{"login": a.login, "password": show.script.password, "role": a.role, "unit": _unit_of(show, a.login)}
                for a in show.script.accounts]
    about = {"url": url, "now": start.isoformat(), "accounts": accounts, "fingerprint": show.fingerprint,
             "start": start.isoformat()}
    (home.folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=2), "utf-8")
    lines = [f"kheo đang chạy: {url}  (hôm nay trong bản mẫu là {local_day(start):%d/%m/%Y})", "",
             f"Mật khẩu của mọi tài khoản: {show.script.password}"]
    lines += [f"  {a['login']:<24} {a['role']}" for a in accounts]
    sys.stdout.write("\n".join([*lines, "", "Ctrl+C để dừng.", ""]))
    ready(url)


def _unit_of(show: Show, login: str) -> str:
    person = next((p for p in show.organisation.people if p.login == login), None)
    names = {unit.code: unit.name for unit in show.organisation.units}
    return names[person.positions[0].unit] if person and person.positions else ""
