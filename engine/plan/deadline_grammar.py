"""The grammar of deadline phrases: patterns over text without marks, tried from the most to the least telling."""

import re
from dataclasses import replace

from engine.plan.deadline_counted import AT_EVENT, FROM_DAY, FROM_EVENT, FROM_OPENING, Build, yearly
from engine.plan.deadline_days import Match, day_of, known_day, known_month, last_of, later_of, year_of
from engine.plan.deadline_recurring import FREQUENCY, VAGUE, WITH_DAY, WITHOUT_DAY
from engine.plan.deadline_words import (
    COUNT,
    DATE,
    LATEST,
    MONTH,
    NUMBER_WORDS,
    NUMBERS,
    QUARTERS,
    RECEIPTS,
    START_DAY,
    START_MONTH,
    UNTIL,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEARLY,
    bare,
    one_space,
)
from engine.plan.rule import Bound, DeadlineError, NamedDay, Receipt, Rule

_LEFT = re.compile(rf"{DATE}|\d\s*(?:gio|phut)\b|\bnam\s+(?:sau|toi|ke\s+tiep|tiep\s+theo)\b(?!\s+khi)")
_SHORT_YEAR = r"\d\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,3}(?!\d)"
_REFUSED = re.compile(rf"\bnam\s+ngoai\b|(?<!nhat )\bsau\s+\d(?!.*\bthang\s+sau\b)|{COUNT}\s+(?:gio|phut)")
"""Of the year before; "after N days": known, not computed, and dangerous to take for something else."""


def understand(text: str) -> Rule | None:
    """The rule of an NFC text with single spaces; None when not understood; DeadlineError for an impossible day."""
    written = NUMBERS.sub(lambda m: f"{m['lead']}{m['paren'] or ''}{_digits(m['word'])} ", text)
    receipt, written = _receipt(written)
    plain = re.sub(r"\([^)]*\)|:(?!\d)", lambda m: " " * len(m[0]), bare(written))
    if re.search(_SHORT_YEAR, plain):
        raise DeadlineError(f'không hiểu hạn "{text}": năm phải viết đủ bốn chữ số', "trước ngày 15/6/2026")
    rule = None if _REFUSED.search(plain) else _first(written, plain)
    inner = re.search(r"\(([^)]+)\)", written)
    if inner and rule and rule.kind in ("recurring", "untimed", "vague") and rule.each is None:
        rule = _first(inner[1], bare(inner[1])) or rule  # "định kỳ hằng quý (trước ngày 25 tháng cuối quý)"
    return replace(rule, phrase=text, receipt=receipt) if rule else None


def _first(written: str, plain: str) -> Rule | None:
    """What the most telling pattern reads; None where it leaves a day or an hour over."""
    for pattern, build in _GRAMMAR:
        match = pattern.search(plain)
        if match and (rule := build(written, match)):
            rest = f"{plain[: match.start()]} ; {plain[match.end():]}"
            return None if _LEFT.search(rest) else rule
    return None


def _digits(word: str) -> str:
    return str(NUMBER_WORDS[" ".join(word.lower().split())])


def _receipt(written: str) -> tuple[Receipt | None, str]:
    """By which day a paper counts, and the text without those words."""
    for pattern, receipt in RECEIPTS:
        if match := pattern.search(bare(written)):
            return receipt, (written[: match.start()] + written[match.end():]).strip()
    return None, written


def _bound(match: Match) -> Bound:
    return "exclusive" if match["before"] else "inclusive"


def _hour(text: str, match: Match) -> Rule:
    hour, minute = int(match["hh"]), int(match["mm"] or 0)
    if hour * 60 + minute > 24 * 60 or minute > 59:
        raise DeadlineError(f"không có {hour} giờ {minute:02d} phút", code="no_such_day")
    return Rule(text, "date", _bound(match), day_of(match), at=f"{hour:02d}:{minute:02d}",
                recurs=None if year_of(match) else yearly(text))


def _window(text: str, match: Match) -> Rule:
    end = day_of(match)
    month, year = int(match["sm"] or end.month), int(match["sy"] or 0) or end.year
    return Rule(text, "window", "inclusive", end, known_day(int(match["sd"]), month, year), recurs=yearly(text))


def _months(text: str, match: Match) -> Rule:
    last = last_of(match)
    start = NamedDay(known_month(int(match["sm"])), 1, int(match["sy"] or 0) or last.year)
    return Rule(text, "window", "inclusive", last, start, recurs=yearly(text))


def _named(text: str, match: Match) -> Rule:
    return Rule(text, "date", _bound(match), day_of(match), recurs=yearly(text) if year_of(match) is None else None)


def _alone(text: str, match: Match) -> Rule:
    return Rule(text, "date", "inclusive", day_of(match), recurs=yearly(text) if year_of(match) is None else None)


def _start(text: str, match: Match) -> Rule:
    return Rule(text, "start", "inclusive", day_of(match))


def _last_weekday(text: str, match: Match) -> Rule:
    last = replace(last_of(match), weekday=WEEKDAYS[one_space(match["weekday"])])
    return Rule(text, "date", "inclusive", last, warns=("ambiguous",))


def _period(text: str, first: NamedDay, last: NamedDay) -> Rule:
    return Rule(text, "period", "inclusive", last, first, recurs=yearly(text) if last.year is None else None)


def _whole(text: str, first: int, last: int, match: Match) -> Rule:
    year, later = year_of(match), later_of(match)
    return _period(text, NamedDay(first, 1, year, later=later), NamedDay(last, None, year, later=later))


def _quarter(text: str, match: Match) -> Rule:
    last = 3 * QUARTERS[match["q"]]
    if match["before"]:
        return Rule(text, "date", "exclusive", NamedDay(last - 2, 1, year_of(match), later=later_of(match)),
                    recurs=yearly(text) if year_of(match) is None else None)
    return _whole(text, last - 2, last, match)


def _half(text: str, match: Match) -> Rule:
    return _whole(text, *((1, 6) if match["half"] == "dau" else (7, 12)), match)


def _in_month(text: str, match: Match) -> Rule:
    month = known_month(int(match["m"]))
    if match["before"]:
        return Rule(text, "date", "exclusive", NamedDay(month, 1, year_of(match), later=later_of(match)),
                    recurs=yearly(text) if year_of(match) is None else None)
    return _whole(text, month, month, match)


def _in_year(text: str, match: Match) -> Rule:
    year = int(match["y"])
    if match["before"]:
        return Rule(text, "date", "exclusive", NamedDay(1, 1, year))
    if match["aim"]:
        return Rule(text, "target", "inclusive", NamedDay(12, 31, year))
    return _period(text, NamedDay(1, 1, year), NamedDay(12, None, year))


_NAMED: tuple[tuple[str, Build], ...] = (
    (rf"(?:(?P<before>\btruoc)|{UNTIL}|\bluc)(?:\s+luc)?\s+(?P<hh>\d{{1,2}})\s*(?:gio|g|h|:)"
     rf"(?:\s*(?P<mm>\d{{1,2}})(?=\s*(?:phut|,|ngay)))?(?:\s*phut)?\s*,?\s*{DATE}", _hour),
    (rf"\btu\s+{START_DAY}\s*(?:den|-)(?:\s+het)?\s+{DATE}", _window),
    *FROM_DAY,
    (rf"(?:(?P<before>\btruoc)|{UNTIL})\s+{DATE}", _named),
    (rf"\btu\s+{DATE}", _start),
    (rf"^\s*{DATE}\s*(?:{YEARLY.pattern})?[\s.;,]*$", _alone),
)
_PERIODS: tuple[tuple[str, Build], ...] = (
    (rf"{WEEKDAY}\s+(?:cua\s+)?tuan\s+cuoi(?:\s+cua)?\s+{MONTH}", _last_weekday),
    (rf"(?:(?P<before>\btruoc)|\btrong|\bhet|{LATEST})\s+quy\s+(?P<q>iv|iii|ii|i|[1-4])\b{YEAR}", _quarter),
    (r"(?<!truoc )\b(?:0?6|sau)\s+thang\s+(?P<half>dau|cuoi)\s+nam(?:\s+(?P<y>(?:19|20|21)\d\d)|\s+"
     r"(?P<next>sau|toi))?(?!\s*\d)", _half),
    (rf"\btu\s+{START_MONTH}\s+den(?:\s+het)?\s+{MONTH}", _months),
    (rf"(?:(?P<before>\btruoc)|\btrong|\bhet|{LATEST})\s+(?:cuoi\s+)?{MONTH}", _in_month),
    (rf"(?:(?P<before>\btruoc)|(?P<aim>\bphan\s+dau(?:\s+den)?(?:\s+het)?)|\btrong|\bhet|{LATEST}|^)\s*"
     r"\bnam\s+(?P<y>(?:19|20|21)\d\d)(?!\d)", _in_year),
)
_GRAMMAR = tuple((re.compile(pattern), build) for pattern, build in (
    *WITH_DAY, *_NAMED, *FROM_EVENT, *_PERIODS, *FREQUENCY, *FROM_OPENING, *VAGUE, *AT_EVENT, *WITHOUT_DAY))
