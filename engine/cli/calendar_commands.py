"""kheo calendar show | decide | withdraw | rederive: days off, days worked, and what a change of them moves."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from engine.action.decide_day import Decision, MovedRun, decide_day, preview_day, rederive_days
from engine.base.clock import SystemClock
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer, Run
from engine.cli.deadline_commands import day
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser, year
from engine.cli.words import say
from engine.plan.official import official_calendar
from engine.report.decided import decided_page
from engine.store.database import Database
from engine.work.people import Viewer


def add(commands: Any) -> None:
    """Adds `calendar` with its verbs."""
    calendar = commands.add_parser("calendar", help="ngày nghỉ, ngày làm bù và các hạn đổi theo")
    verbs = calendar.add_subparsers(dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    show = verbs.add_parser("show", help="ngày nghỉ và ngày làm bù của một năm")
    show.add_argument("--year", type=year, required=True, metavar="NĂM", help="năm cần xem")
    decide = verbs.add_parser("decide", help="ghi một quyết định về một ngày; in ra các hạn đổi theo")
    kinds = decide.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--off", action="store_const", const=False, dest="working", help="ngày ấy nghỉ")
    kinds.add_argument("--working", action="store_const", const=True, dest="working", help="ngày ấy làm việc")
    decide.add_argument("--source", required=True, metavar="VĂN BẢN", help="số, ký hiệu, cơ quan ban hành")
    decide.add_argument("--decided-on", type=day, metavar="NGÀY", help="ngày của văn bản")
    withdraw = verbs.add_parser("withdraw", help="rút một quyết định đã ghi")
    for parser in (decide, withdraw):
        parser.add_argument("day", type=day, metavar="NGÀY")
        parser.add_argument("--preview", action="store_true", help="chỉ in các hạn sẽ đổi, không ghi gì")
    rederive = verbs.add_parser("rederive", help="tính lại mọi hạn đang mở, sau khi lịch chính thức thay đổi")
    verbs_run: tuple[tuple[Parser, Run], ...] = (
        (show, _show), (decide, _decide), (withdraw, _decide), (rederive, _rederive))
    for parser, call in verbs_run:
        personal(parser, call)


def _opened(arguments: Namespace) -> tuple[Database, Viewer, datetime]:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    return database, acting(database, arguments.login, now), now


def _show(arguments: Namespace) -> Answer:
    database, viewer, now = _opened(arguments)
    with on_record(database, viewer, "decided_page", "", now):
        page = decided_page(database, viewer)
    of_year = arguments.year
    calendar = official_calendar(of_year, of_year)
    own = [decided for decided in page.own if decided.day.year == of_year]
    days = [(off, False, calendar.names.get(off, "")) for off in calendar.days_off if off.year == of_year]
    days += [(on, True, say("làm bù")) for on in calendar.days_worked if on.year == of_year]
    by_day = {found[0]: found for found in [*days, *((one.day, one.working, one.source) for one in own)]}
    found = [by_day[one] for one in sorted(by_day)]
    lines = [f"{one:%d/%m/%Y}  {say('làm việc') if working else say('nghỉ')}  {about}" for one, working, about in found]
    provisional = of_year in calendar.provisional
    if provisional:
        lines.append(say("Lịch nghỉ năm {year} là tạm tính, chưa có thông báo chính thức.", year=of_year))
    return Answer(FINE, "\n".join(lines), {
        "year": of_year, "provisional": provisional,
        "days": [{"day": one, "working": working, "source": about} for one, working, about in found]})


def _decide(arguments: Namespace) -> Answer:
    removal = arguments.verb == "withdraw"
    decision = Decision(arguments.day, None) if removal else Decision(
        arguments.day, arguments.working, arguments.source, arguments.decided_on)
    if arguments.preview:
        return _moving(arguments, lambda d, v, now: preview_day(d, TimedIds(), v, decision, now), say(
            "Chưa ghi gì. Nếu ghi quyết định này:"))
    return _moving(arguments, lambda d, v, now: decide_day(d, TimedIds(), v, decision, now), say(
        "Đã rút quyết định về ngày {day}." if removal else "Đã ghi quyết định về ngày {day}.",
        day=f"{arguments.day:%d/%m/%Y}"))


def _rederive(arguments: Namespace) -> Answer:
    return _moving(arguments, lambda d, v, now: rederive_days(d, TimedIds(), v, now), say(
        "Đã tính lại mọi hạn đang mở."))


def _moving(arguments: Namespace, move: Callable[[Database, Viewer, datetime], tuple[MovedRun, ...]],
            said: str) -> Answer:
    database, viewer, now = _opened(arguments)
    with on_record(database, viewer, "decide_day", str(getattr(arguments, "day", "")), now):
        found = move(database, viewer, now)
    moved = [(run, one) for run in found for one in run.moved]
    lines = [say("{n} việc đang mở đổi hạn.", n=len(moved)) if moved else say("Không việc nào phải đổi hạn.")]
    lines += [say("  {run}, {unit}: {title} {subject}: ngày cuối {before} → {after}; ngày làm việc cuối {was} → {now}",
                  run=run.short, unit=run.units[one.unit_id], title=one.title, subject=one.subject,
                  before=_shown(one.before), after=_shown(one.after), was=_shown(one.working_before),
                  now=_shown(one.working_after))
              for run, one in moved]
    return Answer(FINE, "\n".join([said, *lines]), {"preview": bool(getattr(arguments, "preview", False)), "moves": [
        {"run": run.run_id, "task": one.task_id, "title": one.title, "subject": one.subject,
         "unit": run.units[one.unit_id], "from": one.before,
         "to": one.after, "working_from": one.working_before, "working_to": one.working_after}
        for run, one in moved]})


def _shown(found: date | None) -> str:
    return f"{found:%d/%m/%Y}" if found else "?"
