"""kheo plan rollover: next year's plan file, with what was changed and what people must decide."""

import shutil
from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.base.diagnostic import PlanError
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.parser import common_options, year
from engine.cli.plan_check import checked_plan
from engine.cli.words import say
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.plan.official import official_calendar
from engine.work.rollover import RolledOver, roll_over


def add(verbs: Any) -> None:
    """Adds `rollover` to the verbs of `plan`."""
    parser = verbs.add_parser("rollover", help="lập tệp kế hoạch năm sau từ kế hoạch năm nay")
    parser.add_argument("file", type=Path, metavar="TỆP")
    parser.add_argument("--year", type=year, required=True, metavar="NĂM", help="năm của kế hoạch mới")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="RA.yaml", help="tệp ghi ra")
    common_options(parser)
    parser.set_defaults(run=_rollover)


def _rollover(arguments: Namespace) -> Answer:
    loaded = checked_plan(arguments.file)
    old, new = loaded.plan.year, arguments.year
    if old is None:
        raise CommandRefused("recurs", say(
            'kế hoạch ghi thời gian "{period}", năm nào cũng dùng được; đưa vào thực hiện bằng '
            "kheo run publish … --year {year}.", period=loaded.plan.period, year=new))
    if new == old:
        raise CommandRefused("same_year", say("kế hoạch đã là của năm {year}; nêu năm khác.", year=new))
    read = load_sources(loaded.sources).read
    rolled = roll_over(loaded.sources[PLAN_FILE], read, new, official_calendar(new - 1, new + 1))
    _write(arguments.output, rolled, {name: text for name, text in loaded.sources.items()
                                      if name != PLAN_FILE and "/" not in name})
    try:
        load_plan(arguments.output)
    except PlanError as error:
        raise CommandRefused("broken_plan", say(
            "đã ghi {file}, nhưng tệp mới còn lỗi phải sửa tay:\n{findings}", file=arguments.output,
            findings="\n".join(map(str, error.diagnostics)))) from None
    return Answer(FINE, _text(rolled, arguments.output, new), {
        "changes": [{"line": c.line, "key": c.key, "from": c.before, "to": c.after, "why": c.why}
                    for c in rolled.changes],
        "decide": [{"line": d.line, "key": d.key, "text": d.text, "why": d.why} for d in rolled.decide]})


def _write(output: Path, rolled: RolledOver, beside: dict[str, str]) -> None:
    """The new file and the files it takes parts from; nothing that is there is written over."""
    wanted = {output: rolled.text, **{output.with_name(name): text for name, text in beside.items()}}
    differing = [file for file, text in wanted.items() if file.exists() and file.read_text("utf-8") != text]
    if differing:
        raise CommandRefused("exists", say(
            "đã có {file}; chọn tệp khác bằng -o, hoặc xoá tệp ấy rồi chạy lại.", file=differing[0]))
    made = not output.parent.exists()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for file, text in wanted.items():
            file.write_text(text, "utf-8")
    except OSError as failed:
        if made:
            shutil.rmtree(output.parent, ignore_errors=True)
        raise CommandRefused("cannot_write", say(
            "không ghi được {file} ({reason}); chọn chỗ khác bằng -o.",
            file=output, reason=failed.strerror)) from None


def _text(rolled: RolledOver, output: Path, new: int) -> str:
    lines = [say("Đã ghi {file}: kế hoạch năm {year}, {changes} chỗ đã đổi, {decide} chỗ cần quyết định.", file=output,
                 year=new, changes=len(rolled.changes), decide=len(rolled.decide))]
    lines += [f"  {c.line}: {c.key}: {c.before or '+'} → {c.after} ({c.why})" for c in rolled.changes]
    lines += [say("Cần quyết định:")] if rolled.decide else []
    lines += [f"  {d.line}: {d.key}: {d.why}" for d in rolled.decide]
    return "\n".join([*lines, say("Bước sau: kheo plan check {file}", file=output)])
