"""kheo deadline: what a deadline phrase means, and why."""

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.base.calendar import day_in
from engine.base.text import fold
from engine.cli.answer import FINE, Answer, CommandRefused
from engine.cli.parser import common_options, year
from engine.cli.words import say
from engine.plan.deadline import DeadlineError, parse_deadline
from engine.plan.deadline_phrase import phrase_of
from engine.plan.official import official_calendar
from engine.plan.rule import WARNINGS, Rule
from engine.work.deadline import Due, due, occurrences

_ISSUED = re.compile(r"(?:ky|ban hanh|phat hanh|ra)\b")
"""How phrases call the day a document was issued: "kể từ ngày ký", "… ban hành Kế hoạch này"."""


def add(commands: Any) -> None:
    """Adds `deadline`."""
    parser = commands.add_parser("deadline", help="một hạn viết bằng lời nghĩa là ngày nào, vì sao")
    parser.add_argument("phrase", metavar="HẠN", help='như "trước ngày 15/6/2026"')
    parser.add_argument("--year", type=year, metavar="NĂM", help="năm thực hiện, khi hạn không nêu năm")
    parser.add_argument("--issued-on", type=day, metavar="NGÀY", help="ngày ban hành văn bản")
    parser.add_argument("--event", action="append", default=[], type=_event, metavar="SỰ KIỆN=NGÀY",
                        help='ngày của một sự kiện mà hạn dựa vào, như "họp=06/05/2026"; dùng được nhiều lần')
    common_options(parser)
    parser.set_defaults(run=_deadline)


def day(text: str) -> date:
    """The type of a day on the command line: 2026-06-10 or 10/06/2026."""
    found = day_in(text)
    if found:
        return found
    raise ArgumentTypeError(say('"{given}" không phải là ngày, như 2026-06-10 hoặc 10/06/2026.', given=text))


def _event(text: str) -> tuple[str, date]:
    name, sign, given = text.rpartition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(say('"{given}" phải viết như họp=06/05/2026.', given=text))
    return fold(name), day(given)


def _deadline(arguments: Namespace) -> Answer:
    try:
        rule = parse_deadline(arguments.phrase)
    except DeadlineError as error:
        near = say('; ý bạn là "{near}"?', near=error.near) if error.near else "."
        raise CommandRefused(error.code, error.message + near) from None
    of_year = arguments.year or (arguments.issued_on.year if arguments.issued_on else None)
    found = _found(rule, of_year, _events(rule, arguments))
    return Answer(FINE, _text(found, rule, of_year), {
        "kind": rule.kind, "bound": rule.bound, "recurs": rule.recurs, "first_day": found.first_day,
        "named_day": found.named_day, "last_day": found.last_day, "last_working_day": found.last_working_day,
        "overdue_after": found.overdue_after, "at": found.at, "times": rule.times, "years": rule.years,
        "needs": list(found.needs), "warnings": [{"code": w, "message": say(WARNINGS[w])} for w in found.warnings],
        "why": list(found.why),
    })


def _events(rule: Rule, arguments: Namespace) -> Mapping[str, date]:
    issued = {fold(name): arguments.issued_on for name in rule.events
              if arguments.issued_on and _ISSUED.match(fold(name))}
    return {**issued, **dict(arguments.event)}


def _found(rule: Rule, of_year: int | None, events: Mapping[str, date]) -> Due:
    """With the days of each period in `why` where the deadline returns within the year."""
    around = sorted({*([of_year] if of_year else []), *(d.year for d in events.values()),
                     *(d.year for d in (rule.day, rule.first) if d and d.year)}) or [date.min.year]
    calendar = official_calendar(around[0] - 1, around[-1] + 2) if around[0] > 1 else official_calendar(2000, 2000)
    found = due(rule, calendar, events, of_year)
    if rule.each is None:
        return found
    if of_year is None:
        return replace(found, needs=("năm",))
    days = ", ".join(f"{once.last_day:%d/%m}" for once in occurrences(rule, calendar, of_year))
    return replace(found, why=(*found.why, say("ngày cuối của các kỳ năm {year}: {days}", year=of_year, days=days)))


def _text(found: Due, rule: Rule, of_year: int | None) -> str:
    lines = [say("Hiểu là: {phrase}.", phrase=phrase_of(rule))]
    named = (
        (say("Từ ngày"), found.first_day), (say("Ngày cuối"), found.last_day),
        (say("Ngày làm việc cuối"), found.last_working_day), (say("Quá hạn khi hết ngày"), found.overdue_after),
    )
    lines += [f"{label}: {day:%d/%m/%Y}" for label, day in named if day]
    lines += [say("Còn thiếu: {needs}.", needs=", ".join(found.needs))] if found.needs else []
    lines += [say("Lưu ý: {warning}.", warning=say(WARNINGS[code])) for code in found.warnings]
    return "\n".join([*lines, say("Vì sao:"), *(f"  {why}" for why in found.why)])
