"""kheo bench: how fast this installation is on this machine, beside the same statements without kheo."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from engine.bench.due import due_sweeps
from engine.bench.inboxes import Pages, inboxes
from engine.bench.killed import WorkPages
from engine.bench.nation import nation
from engine.bench.nation_worker import Sweep
from engine.bench.place import Place, a_place
from engine.bench.rehearsed import rehearsed
from engine.bench.w1 import w1
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.opened import Home, check_address, reaching
from engine.cli.parser import Parser, common_options
from engine.cli.words import say

_MOST = 10_000_000
_WHERE = "nơi lập cơ sở dữ liệu tạm: máy chủ postgresql://… hoặc sqlite:///thư-mục/tên; mặc định SQLite ở thư mục tạm"
_USUAL = {"w1": 2000, "inbox": 1_000_000, "due": 1_000_000, "rehearse": 400, "nation": 100}
_UNITS, _WHOLE_YEAR = 12, 400
_SAME_DAY = 100_000


def add(commands: Any, pages: Pages, sweep: Sweep, work: WorkPages) -> None:
    """Adds `bench` and what can be measured; `pages` renders the inbox as the web does, `sweep` is a worker's tick,
    `work` its loop over pages of reminders."""
    parser = commands.add_parser("bench", help="đo hiệu năng trên máy này")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="PHÉP ĐO", parser_class=Parser)
    _add(kinds, "w1", _w1, help="2.000 lần chạy đăng ký, thẩm định, báo cáo: mỗi việc tốn bao nhiêu")
    _add(kinds, "inbox", partial(_inbox, pages), help="hộp việc của một người giữa ngày càng nhiều việc của người khác")
    due = _add(kinds, "due", partial(_due, work),
               help="việc đến lúc nhắc giữa ngày càng nhiều việc; cả nước đến hạn cùng một ngày")
    due.add_argument("--same-day", type=_count, default=_SAME_DAY, metavar="SỐ",
                     help="bao nhiêu việc đến hạn cùng ngày (mặc định 100.000; 1.000.000 mất nhiều phút)")
    _add(kinds, "rehearse", _rehearse, help="tập dượt một năm của kế hoạch trình diễn với nhiều đơn vị")
    country = _add(kinds, "nation", partial(_nation, sweep),
                   help="một năm rút gọn của nhiều xã trên PostgreSQL, hai tiến trình cùng làm")
    country.add_argument("--units", type=_count, default=_UNITS, metavar="SỐ", help="số đơn vị của mỗi xã")
    country.add_argument("--days", type=_count, default=_WHOLE_YEAR, metavar="SỐ",
                         help="chỉ chơi bấy nhiêu ngày đầu; mặc định cả năm")


def _add(kinds: Any, name: str, run: Callable[[Namespace], Answer], **said: str) -> Any:
    parser = kinds.add_parser(name, **said)
    parser.add_argument("--n", type=_count, default=_USUAL[name], metavar="SỐ", help="đo bao nhiêu")
    parser.add_argument("--database", metavar="URL", help=_WHERE)
    common_options(parser)
    parser.set_defaults(run=run)
    return parser


def _count(text: str) -> int:
    """The type of --n."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST):
        raise ArgumentTypeError(say('"{given}" không phải là số từ 1 đến {most}.', given=text, most=_MOST))
    return int(text)


@contextmanager
def _a_place(arguments: Namespace) -> Iterator[Place]:
    """Where the databases of the measurement stand; CommandRefused where there can be none."""
    if arguments.database:
        check_address(arguments.database)
    with reaching(Home(Path(), arguments.database or "sqlite://")), a_place(arguments.database) as place:
        yield place


def _w1(arguments: Namespace) -> Answer:
    with _a_place(arguments) as place:
        found = w1(place, arguments.n)
    return Answer(FINE, "\n".join([
        *_costs(say("Gửi một việc"), found["completion"]), *_costs(say("Mở một lần chạy"), found["start"]),
        say("Trạng thái: trung vị {median} byte, lớn nhất {max} byte.", **found["state_bytes"]),
        say("Bộ nhớ bước chuyển: trúng {hits}, trượt {misses}, {bytes} byte.", **found["cache"])]), found)


def _inbox(pages: Pages, arguments: Namespace) -> Answer:
    with _a_place(arguments) as place:
        found = inboxes(place, arguments.n, pages)
    return Answer(FINE, "\n".join(
        say("Giữa {tasks} việc đang mở: hộp việc {p50_ms} ms (p95 {p95_ms} ms), cả trang {page} ms.",
            tasks=tasks, p50_ms=one["p50_ms"], p95_ms=one["p95_ms"], page=one["page"]["p50_ms"])
        for tasks, one in found["open"].items()), found)


def _due(work: WorkPages, arguments: Namespace) -> Answer:
    with _a_place(arguments) as place:
        found = due_sweeps(place, arguments.n, arguments.same_day, work)
    return Answer(FINE, "\n".join([
        *(say("{due} việc đến lúc nhắc giữa {tasks} việc đang mở: {ms} ms.", tasks=tasks, due=one["due"], ms=one["ms"])
          for tasks, one in found["among"].items()),
        say("{tasks} việc đến hạn cùng ngày: {pages} trang, {seconds} giây, nhiều nhất {peak_mb} MB; tiến trình bị "
            "dừng đột ngột sau {killed_after_pages} trang; sót {lost}, lặp {twice}.", **found["same_day"])]), found)


def _rehearse(arguments: Namespace) -> Answer:
    found = rehearsed(arguments.n)
    return Answer(FINE, say("{n} đơn vị, {tasks} việc, {messages} tin nhắc: {cpu_seconds} giây CPU.", **found), found)


def _nation(sweep: Sweep, arguments: Namespace) -> Answer:
    with _a_place(arguments) as place:
        if place.server is None:
            raise CommandRefused("database", say(
                "phép đo này cần PostgreSQL; thêm --database postgresql://tài-khoản@máy-chủ/postgres."))
        found = nation(place, arguments.n, arguments.units, sweep, arguments.days)
    return Answer(FINE, "\n".join([
        *(say("{communes} xã: {tasks} việc, {cpu_ms_per_task} ms CPU mỗi việc (máy chủ dữ liệu "
              "{server_cpu_ms_per_task} ms), {tasks_per_second} việc mỗi giây, {database_mb} MB.",
              communes=communes, **one) for communes, one in found["communes"].items()),
        say("Hai tiến trình nhanh gấp {times} lần một.", times=found["speedup_two_workers"]),
        say("Suy ra cho {communes} xã: {tasks} việc một năm, {cpu_hours} giờ CPU, {database_gb} GB.",
            **found["viet_nam"])]), found)


def _costs(what: str, cost: Mapping[str, Any]) -> list[str]:
    """Sentences about one act."""
    return [
        say("{what}: {warm_cpu_ms} ms CPU (trung vị), khi chưa nhớ bước chuyển {cold_cpu_ms} ms.", what=what, **cost),
        say("  Chỉ các câu lệnh ({statements} câu): {floor_cpu_ms} ms; thẳng qua trình điều khiển: "
            "{raw_floor_cpu_ms} ms; riêng SpiffWorkflow: {plain_spiffworkflow_cpu_ms} ms.", **cost)]
