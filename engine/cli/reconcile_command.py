"""kheo run reconcile: the rows beside the saved states, for a sample or for all."""

import argparse
from argparse import Namespace
from typing import Any

from engine.action.reconcile import Found, reconcile
from engine.base.clock import SystemClock
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, REFUSED, WRONG_USAGE, Answer, CommandRefused, refusal
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.words import say
from engine.work.people import Forbidden, NotFound

SAMPLE = 1000


def add_to(verbs: Any) -> None:
    """Adds the verb to `run`."""
    parser = verbs.add_parser(
        "reconcile", help="đối chiếu việc, mốc, chỗ chờ với trạng thái đã lưu; mã thoát 1 khi khác")
    parser.add_argument("run_id", nargs="?", metavar="ĐỢT", help="chỉ đợt này (mặc định: mọi đợt chưa kết thúc)")
    parser.add_argument("--sample", type=_number, metavar="N",
                        help="chừng N quá trình, mỗi ngày một phần khác (mặc định: 1000)")
    parser.add_argument("--all", action="store_true", help="tất cả")
    parser.add_argument("--record", action="store_true", help="ghi chỗ khác thành sự cố")
    personal(parser, _reconcile)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(say('"{given}" không phải là số lượng, như 1000.', given=text))
    return int(text)


def _reconcile(arguments: Namespace) -> Answer:
    if arguments.all and arguments.sample:
        return refusal("usage", say("--all và --sample không đi cùng nhau; bỏ một trong hai."), WRONG_USAGE)
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    sample = None if arguments.all else arguments.sample or SAMPLE
    try:
        done = reconcile(database, TimedIds(), viewer, arguments.run_id, sample, now, arguments.record)
    except (NotFound, Forbidden) as refused:
        raise CommandRefused(type(refused).__name__.lower(), str(refused)) from None
    found = done.differences
    lines = [f"{one.instance.run_id} {one.instance.id}  {one.sentence}" for one in found]
    lines += [say("Đã đối chiếu {checked} trong {all} quá trình: {n} chỗ khác.", checked=done.checked,
                  all=done.instances, n=len(found))]
    lines += [say("Đã ghi {n} sự cố.", n=done.recorded)] if done.recorded else []
    data = {"checked": done.checked, "instances": done.instances, "differences": [_as_data(one) for one in found],
            "recorded": done.recorded if arguments.record else None}
    return Answer(REFUSED if found else FINE, "\n".join(lines), data)


def _as_data(one: Found) -> dict[str, object]:
    return {"run": one.instance.run_id, "instance": one.instance.id, "scope": one.instance.scope,
            "unit": one.instance.unit_id, "entry": one.instance.entry_id, "node": one.difference.node,
            "step": one.step, "kind": one.difference.kind, "found": one.difference.found,
            "expected": one.difference.expected}
