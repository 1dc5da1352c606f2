"""kheo user handover: what passes from a person who leaves to the one who follows; done with --apply."""

from argparse import Namespace

from engine.action.hand_over import hand_over
from engine.base.clock import SystemClock, local_day
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser
from engine.cli.words import say, told
from engine.report.handover import handover_preview
from engine.work.handover import HandOver


def add_to(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("old", metavar="CŨ", help="tài khoản của người đi")
    parser.add_argument("new", metavar="MỚI", help="tài khoản của người nhận")
    parser.add_argument("--apply", action="store_true", help="bàn giao thật; không có thì chỉ xem trước")
    personal(parser, _hand_over)


def _hand_over(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer, old, new = acting(database, arguments.login, now), arguments.old, arguments.new
    with on_record(database, viewer, "hand_over", old, now):
        found = hand_over(database, TimedIds(), viewer, old, new, now) if arguments.apply else handover_preview(
            database, viewer, old, new, local_day(now))
    return Answer(FINE, _text(found, arguments.apply), {
        "from": old, "to": new, "applied": arguments.apply, "positions": list(found.positions),
        "members": list(found.members), "named": found.named, "in_hand": found.in_hand, "passed_on": found.passed_on,
        "drafts": found.drafts, "views": found.views,
        "left": [{"what": one.what, "why": one.why, "task": one.task_id} for one in found.left]})


def _text(found: HandOver, applied: bool) -> str:
    head = say("Đã bàn giao từ {old} cho {new}; tài khoản cũ đã đóng.", old=found.old, new=found.new) if applied else \
        say("{old} sẽ bàn giao cho {new}:", old=found.old, new=found.new)
    left = [say("  không chuyển: {what}: {why}", what=told(one.what), why=told(one.why)) for one in found.left]
    foot = [] if applied else [say("Chưa làm gì; thêm --apply để bàn giao.")]
    return "\n".join([head, *(f"  {told(part)}" for part in found.parts()), *left, *foot])
