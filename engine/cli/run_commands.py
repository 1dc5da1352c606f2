"""kheo run publish | amend | status | close: a run's life from the command line."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.action.close_run import close_run
from engine.action.prepare_run import prepare_run
from engine.base.clock import SystemClock, local_day
from engine.base.ids import TimedIds
from engine.cli import amend_command, reconcile_command
from engine.cli.answer import FINE, Answer, CommandRefused, Run
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser, year
from engine.cli.plan_check import checked_plan
from engine.cli.words import say
from engine.plan.yearly import in_year
from engine.report.runs import RunLine, run_list


def add(commands: Any) -> None:
    """Adds `run` with its verbs."""
    run = commands.add_parser("run", help="đợt thực hiện của một kế hoạch")
    verbs = run.add_subparsers(dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    publish = verbs.add_parser("publish", help="chuẩn bị đợt: đầu mối nhận việc ban hành, gửi xong là mở đợt")
    publish.add_argument("file", type=Path, metavar="KẾ HOẠCH")
    publish.add_argument("--year", type=year, metavar="NĂM", help="năm thực hiện, khi kế hoạch dùng cho nhiều năm")
    amend = amend_command.add(verbs)
    status = verbs.add_parser("status", help="các đợt và số việc còn mở")
    close = verbs.add_parser("close", help="kết thúc đợt; bị từ chối khi còn việc mở")
    close.add_argument("run_id", metavar="ĐỢT")
    reconcile_command.add_to(verbs)
    verbs_run: tuple[tuple[Parser, Run], ...] = ((publish, _publish), (amend, amend_command.amend), (status, _status),
                                                (close, _close))
    for parser, call in verbs_run:
        personal(parser, call)


def _publish(arguments: Namespace) -> Answer:
    loaded = checked_plan(arguments.file, arguments.year)
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    of_year = arguments.year or loaded.plan.year
    if of_year is None:
        raise CommandRefused("no_year", say(
            'kế hoạch ghi thời gian "{period}", không có năm; thêm --year.', period=loaded.plan.period))
    with on_record(database, viewer, "prepare_run", loaded.plan.id, now):
        run_id = prepare_run(database, TimedIds(), viewer, loaded, of_year, now)
    opening = loaded.plan.step(loaded.plan.opening)
    first = loaded.plan.role(opening.adviser or opening.actor).name
    text = say("Đã chuẩn bị đợt {run}: {plan}, năm {year}.\n"
               "Việc ban hành nằm trong hộp việc của {first}; gửi xong là mở đợt.",
               run=run_id, plan=in_year(loaded.plan, of_year).short, year=of_year, first=first)
    return Answer(FINE, text, {"run": run_id, "plan": loaded.plan.id, "year": of_year, "status": "prepared"})


def _status(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    lines = run_list(database, acting(database, arguments.login, now), local_day(now))
    text = "\n".join(say(
        "{id}  {plan}, năm {year}: {status}; {open} việc mở, {late} quá hạn, {done} đã xong", id=line.id,
        plan=line.short, year=line.year, status=say(line.status_words), open=line.open, late=line.late,
        done=line.done) for line in lines)
    return Answer(FINE, text or say("Chưa có đợt nào."), {"runs": [_as_data(line) for line in lines]})


def _as_data(line: RunLine) -> dict[str, object]:
    return {"run": line.id, "plan": line.plan, "year": line.year, "status": line.status, "open": line.open,
            "late": line.late, "done": line.done}


def _close(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    with on_record(database, viewer, "close_run", arguments.run_id, now):
        close_run(database, TimedIds(), viewer, arguments.run_id, now)
    text = say("Đã kết thúc đợt {run}.", run=arguments.run_id)
    return Answer(FINE, text, {"run": arguments.run_id, "status": "closed"})
