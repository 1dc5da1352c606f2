"""kheo run amend: a running plan gets a new version; shown first, then applied or taken back."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.action.apply_amendment import apply_amendment
from engine.action.approve_amendment import amend_run
from engine.action.preview_amendment import prepare_amendment, preview_amendment
from engine.action.reverse_amendment import reverse_amendment
from engine.base.clock import SystemClock, local_day
from engine.base.ids import TimedIds
from engine.cli.amend_text import preview_text
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of
from engine.cli.parser import Parser
from engine.cli.plan_check import checked_plan
from engine.cli.words import say
from engine.report.amendments import amendment_progress
from engine.report.runs import run_list
from engine.store.database import Database
from engine.work.people import Viewer


def add(verbs: Any) -> Parser:
    """Adds `amend` to the verbs of `run`."""
    parser: Parser = verbs.add_parser("amend", help="sửa kế hoạch của đợt đang chạy: xem trước, rồi áp dụng")
    parser.add_argument("run_id", metavar="ĐỢT")
    parser.add_argument("file", type=Path, nargs="?", metavar="KẾ HOẠCH", help="bản kế hoạch mới")
    parser.add_argument("--drop", action="append", default=[], metavar="BƯỚC",
                        help="cho gỡ việc đang mở của bước mà bản mới bỏ; nhắc lại được")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="chỉ xem trước (mặc định)")
    how.add_argument("--prepare", action="store_true", help="giữ bản mới để xem và duyệt trên trang của đợt")
    how.add_argument("--apply", metavar="MÃ", help="áp dụng đúng bản đã xem trước, theo mã của bản xem trước")
    how.add_argument("--reverse", metavar="BẢN SỬA", help="đảo lại một bản sửa khi chưa ai làm việc theo nó")
    return parser


def amend(arguments: Namespace) -> Answer:
    """Preview unless something else is asked for."""
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    run_id, drops = arguments.run_id, tuple(arguments.drop)
    if arguments.reverse:
        with on_record(database, viewer, "reverse_amendment", arguments.reverse, now):
            reverse_amendment(database, TimedIds(), viewer, arguments.reverse, now)
        text = say("Đã đảo lại bản sửa {amendment}; hạn, biểu mẫu, tên việc và bản nháp trở lại như trước.",
                   amendment=arguments.reverse)
        return Answer(FINE, text, {"run": run_id, "amendment": arguments.reverse, "status": "reversed"})
    if arguments.file is None:
        raise CommandRefused("no_plan", say("thiếu bản kế hoạch mới; nêu thư mục hoặc tệp của nó sau mã đợt."))
    year = next((line.year for line in run_list(database, viewer, local_day(now)) if line.id == run_id), None)
    loaded = checked_plan(arguments.file, year)
    if arguments.apply:
        with on_record(database, viewer, "amend_run", run_id, now):
            made = amend_run(database, TimedIds(), viewer, run_id, loaded, drops, arguments.apply, now)
        return _applied(database, viewer, run_id, made)
    with on_record(database, viewer, "preview_amendment", run_id, now):
        if arguments.prepare:
            made = prepare_amendment(database, TimedIds(), viewer, run_id, loaded, drops, now)
            text = say("Đã giữ bản sửa {amendment}; xem và duyệt ở trang “Sửa kế hoạch” của đợt.", amendment=made)
            return Answer(FINE, text, {"run": run_id, "amendment": made, "status": "prepared"})
        found = preview_amendment(database, TimedIds(), viewer, run_id, loaded, drops, now)
    return Answer(FINE, preview_text(found), {
        **found.content, "digest": found.digest, "counts": found.counts, "status": "preview"})


def _applied(database: Database, viewer: Viewer, run_id: str, amendment_id: str) -> Answer:
    """It is applied to the end, page by page."""
    ids, clock = TimedIds(), SystemClock()
    while apply_amendment(database, ids, amendment_id, clock.now()):
        pass
    found = amendment_progress(database, viewer, amendment_id)
    text = say("Đã áp dụng bản sửa {amendment}: {moved} quy trình chuyển sang bản mới, {kept} làm tiếp theo bản cũ, "
               "{overtaken} đã có thay đổi sau khi duyệt.", amendment=amendment_id, **found)
    return Answer(FINE, text, {"run": run_id, "amendment": amendment_id, "status": "applied", **found})
