"""kheo plan diff: what changes from one plan file to another, and for whom."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.parser import common_options, year
from engine.cli.plan_check import checked_plan
from engine.cli.words import say
from engine.plan.at_work import at_work
from engine.plan.model import Plan
from engine.work.plan_diff import PlanDiff, plan_diff


def add(verbs: Any) -> None:
    """Adds `diff` to the verbs of `plan`."""
    parser = verbs.add_parser("diff", help="hai kế hoạch khác nhau chỗ nào, ai phải đổi")
    parser.add_argument("before", type=Path, metavar="CŨ")
    parser.add_argument("after", type=Path, metavar="MỚI")
    parser.add_argument("--year", type=year, metavar="NĂM", help="năm thực hiện, khi kế hoạch dùng cho nhiều năm")
    common_options(parser)
    parser.set_defaults(run=_diff)


def _diff(arguments: Namespace) -> Answer:
    (old, old_year), (new, new_year) = (_at_work(file, arguments.year) for file in (arguments.before, arguments.after))
    found = plan_diff(old, old_year, new, new_year)
    return Answer(FINE, _text(found), {
        "moves": [{"step": m.step, "unit": m.unit, "from": m.before, "to": m.after, "why": m.why}
                  for m in found.moves],
        "stuck": [{"step": s.step, "unit": s.unit, "why": s.why} for s in found.stuck],
        "changes": [{"where": c.where, "from": c.before, "to": c.after} for c in found.changes]})


def _at_work(file: Path, of_year: int | None) -> tuple[Plan, int]:
    loaded = checked_plan(file, None)
    year_of = loaded.plan.year or of_year
    if year_of is None:
        raise CommandRefused("no_year", say(
            'kế hoạch ghi thời gian "{period}", không có năm; thêm --year.', period=loaded.plan.period))
    return at_work(loaded.read, year_of).plan, year_of


def _text(found: PlanDiff) -> str:
    if found == PlanDiff((), (), ()):
        return say("Hai kế hoạch như nhau.")
    lines = [say("{moves} hạn đổi ngày, {stuck} chỗ không còn việc, {changes} chỗ khác.", moves=len(found.moves),
                 stuck=len(found.stuck), changes=len(found.changes))]
    lines += [say("Hạn:")] if found.moves else []
    lines += [f"  {m.unit}: {m.step}: {_shown(m.before)} → {_shown(m.after)} ({m.why})" for m in found.moves]
    lines += [say("Không còn chỗ:")] if found.stuck else []
    lines += [f"  {s.unit}: {s.why}" for s in found.stuck]
    lines += [say("Lời kế hoạch:")] if found.changes else []
    lines += [f"  {c.where}: {c.before} → {c.after}" for c in found.changes]
    return "\n".join(lines)


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else say("chưa có ngày")
