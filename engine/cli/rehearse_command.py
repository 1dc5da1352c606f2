"""kheo plan rehearse: a whole period of a plan on a fake clock, before anybody publishes it."""

import json
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from engine.base.clock import cpu_seconds
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.parser import common_options, year
from engine.cli.plan_check import checked_plan, in_words, organisation_beside
from engine.cli.words import say
from engine.rehearse.behaviour import BEHAVIOURS
from engine.rehearse.moves import moves_between
from engine.rehearse.outcome import Outcome
from engine.rehearse.page import page
from engine.rehearse.rehearse import Settings, rehearse
from engine.rehearse.written import written
from engine.work.people import Conflict

_SHOWN = 5
"""How many lines of a kind are printed for people; the JSON and the page have all."""


def add(verbs: Any) -> None:
    """Adds `rehearse`."""
    parser = verbs.add_parser("rehearse", help="tập dượt cả kỳ với đơn vị và người giả định, trên đồng hồ giả")
    parser.add_argument("file", type=Path, metavar="TỆP")
    parser.add_argument("--units", type=_count, metavar="SỐ", help="số đơn vị tham gia; mặc định như organisation.yaml")
    parser.add_argument("--seed", type=_count, default=1, metavar="SỐ", help="cùng số thì cùng kết quả; mặc định 1")
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="realistic",
                        help="đúng hạn, như thật, hay lơ là; mặc định realistic")
    parser.add_argument("--against", type=Path, metavar="TỆP 2", help="bản khác: việc nào dời sang ngày nào, của ai")
    parser.add_argument("--year", type=year, metavar="NĂM", help="năm thực hiện, khi kế hoạch dùng cho nhiều năm")
    parser.add_argument("--report", type=Path, metavar="CHỖ",
                        help="ghi trang báo cáo HTML và JSON vào thư mục hoặc tệp này")
    common_options(parser)
    parser.set_defaults(run=_rehearse)


def _count(text: str) -> int:
    """The type of --units and --seed."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise ArgumentTypeError(say('"{given}" không phải là số từ 1 đến 100000.', given=text))
    return int(text)


def _rehearse(arguments: Namespace) -> Answer:
    began = cpu_seconds()
    here = _played(arguments.file, arguments)
    moves = moves_between(here, _played(arguments.against, arguments)) if arguments.against else ()
    data = {**written(here, moves, in_words), "cpu_seconds": round(cpu_seconds() - began, 2)}
    lines = _told(data)
    if arguments.report:
        lines.append(say("Trang báo cáo: {file}", file=_report(arguments.report, page(here, moves), data)))
    return Answer(FINE, "\n".join(lines), data)


def _played(file: Path, arguments: Namespace) -> Outcome:
    loaded = checked_plan(file, arguments.year)
    of_year = arguments.year or loaded.plan.year
    if of_year is None:
        raise CommandRefused("no_year", say(
            'kế hoạch ghi thời gian "{period}", không có năm; thêm --year.', period=loaded.plan.period))
    settings = Settings(of_year, arguments.units, arguments.seed, arguments.behaviour)
    try:
        return rehearse(loaded, organisation_beside(file), settings)
    except Conflict as conflict:
        raise CommandRefused("cannot_rehearse", str(conflict)) from None


def _report(place: Path, text: str, data: dict[str, Any]) -> Path:
    """Writes page and JSON; the page's path. A name that ends in .html is the page, anything else a folder."""
    file = place if place.suffix == ".html" else place / "tap-duot.html"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    except OSError as failed:
        raise CommandRefused("cannot_write", say(
            "không ghi được {file} ({reason}); chọn chỗ khác bằng --report.",
            file=file, reason=failed.strerror)) from None
    return file


def _told(data: dict[str, Any]) -> list[str]:
    """What people read on the screen."""
    lines = [say("{tasks} việc, {completed} đã xong, {late} muộn; {messages} tin nhắc.", tasks=data["tasks"],
                 completed=data["completed"], late=data["late"], messages=data["messages"]),
             say("Tin lặp: {twice}; nhắc sau khi đã xong: {after}; ngoài giờ: {outside}.",
                 twice=data["notices"]["twice"], after=data["notices"]["after_completion"],
                 outside=data["notices"]["outside_hours"])]
    if peak := data["peak_day"]:
        lines.append(say("Ngày nhiều việc nhất: {date}, {tasks} việc, {messages} tin.", **peak))
    lines += [say("Bước không mở: {name} ({id}): {why}", id=one["step"], name=one["name"], why=one["why"])
              for one in data["unreached_steps"]]
    lines += [say("Biểu mẫu không ai điền: {name} ({id}): {why}", id=one["form"], name=one["name"], why=one["why"])
              for one in data["unfilled_forms"]]
    lines += [say("Không gửi được: bước {step}, đơn vị {unit}: {why}", step=one["step"], unit=one["unit"],
                  why=one["why"]) for one in data["refused"][:_SHOWN]]
    lines += [say("Dời: bước {step}, đơn vị {unit}, từ {before} sang {after}: {why}", step=one["step"],
                  unit=one["unit"], before=one["from"] or "—", after=one["to"] or "—", why=one["why"])
              for one in data["moves"]]
    lines.append(say("Dùng {seconds} giây CPU.", seconds=data["cpu_seconds"]))
    return lines
