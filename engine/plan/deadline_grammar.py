"""The grammar of deadline phrases: patterns over text without marks, tried from the most to the least telling."""

import calendar
import re
from collections.abc import Callable
from typing import Literal

from engine.plan.deadline_words import (
    AHEAD,
    AT_LEAST,
    COUNT,
    DATE,
    EVENT,
    EVENT_BEFORE_COUNT,
    LATEST,
    MONTH,
    QUARTERS,
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
from engine.plan.rule import TASK_OPENED, Bound, DeadlineError, NamedDay, Rule, Unit

Match = re.Match[str]
_UNITS: dict[str, Unit] = {
    "ngay": "day", "ngay lam viec": "working_day", "tuan": "week", "thang": "month", "nam": "year"}
_NOT_EVENTS = {"ngay", "khi", "luc", "to chuc", "dien ra", "tien hanh"}
_STRAY = re.compile(r"\d\s*(?:/|ngay|thang|gio|tuan)|\b(?:thang|ngay|nam|quy|tuan)\s+\d|\bquy\s+[iv]+\b|"
                    r"\bthang\s+(?:gieng|hai|ba|tu|nam|sau|bay|tam|chin|muoi|chap)\b")
_LEFT = re.compile(rf"{DATE}|\d\s*(?:gio|phut)\b")
_SHORT_YEAR = r"\d\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,3}(?!\d)"
_REFUSED = re.compile(r"\bnam\s+(?:sau|toi|ngoai)\b"
                      r"|\bngay\s+\d{1,2}\s+(?:hang|moi)\s+(?:thang|quy)|(?<!nhat )\bsau\s+\d")
"""Next year; a day of every month; "after N days": known, not computed, and dangerous to take for something else."""


def understand(text: str) -> Rule | None:
    """The rule of an NFC text with single spaces; None when not understood; DeadlineError for an impossible day."""
    plain = re.sub(r"\([^)]*\)|:(?!\d)", lambda m: " " * len(m[0]), bare(text))
    if re.search(_SHORT_YEAR, plain):
        raise DeadlineError(f'không hiểu hạn "{text}": năm phải viết đủ bốn chữ số', "trước ngày 15/6/2026")
    if _REFUSED.search(plain):
        return None
    for pattern, build in _GRAMMAR:
        match = pattern.search(plain)
        if match and (rule := build(text, match)):
            rest = f"{plain[: match.start()]} ; {plain[match.end():]}"
            return None if _LEFT.search(rest) else rule
    return None


def _year(match: Match) -> int | None:
    return int(match["y"]) if match["y"] else None


def _bound(match: Match) -> Bound:
    return "exclusive" if match["before"] else "inclusive"


def _yearly(text: str) -> Literal["yearly"] | None:
    return "yearly" if re.search(YEARLY, bare(text)) else None


def _known_month(month: int) -> int:
    if not 1 <= month <= 12:
        raise DeadlineError(f"không có tháng {month}", code="no_such_day")
    return month


def _known_day(day: int, month: int, year: int | None) -> NamedDay:
    if not 1 <= day <= calendar.monthrange(year or 2000, _known_month(month))[1]:
        of_year = f" năm {year}" if year else ""
        raise DeadlineError(f"tháng {month}{of_year} không có ngày {day}", code="no_such_day")
    return NamedDay(month, day, year)


def _day(match: Match) -> NamedDay:
    return _known_day(int(match["d"]), int(match["m"]), _year(match))


def _event(text: str, match: Match) -> str | None:
    """The words of the event as written; None when they hold a count or a date that was not understood."""
    name = "event" if match["event"] else "bare"
    found = match[name]
    if found.strip() in _NOT_EVENTS or _STRAY.search(found):
        return None
    start = match.start(name)
    return text[start: start + len(found)].strip() or None


def _hour(text: str, match: Match) -> Rule:
    hour, minute = int(match["hh"]), int(match["mm"] or 0)
    if hour * 60 + minute > 24 * 60 or minute > 59:
        raise DeadlineError(f"không có {hour} giờ {minute:02d} phút", code="no_such_day")
    return Rule(text, "date", _bound(match), _day(match), at=f"{hour:02d}:{minute:02d}")


def _window(text: str, match: Match) -> Rule:
    end = _day(match)
    month, year = int(match["sm"] or end.month), int(match["sy"] or 0) or end.year
    return Rule(text, "window", "inclusive", end, _known_day(int(match["sd"]), month, year), recurs=_yearly(text))


def _months(text: str, match: Match) -> Rule:
    last, year = _known_month(int(match["m"])), _year(match)
    start = NamedDay(_known_month(int(match["sm"])), 1, int(match["sy"] or 0) or year)
    return Rule(text, "window", "inclusive", NamedDay(last, None, year), start, recurs=_yearly(text))


def _named(text: str, match: Match) -> Rule:
    return Rule(text, "date", _bound(match), _day(match), recurs=_yearly(text) if _year(match) is None else None)


def _alone(text: str, match: Match) -> Rule:
    return Rule(text, "date", "inclusive", _day(match), recurs=_yearly(text) if _year(match) is None else None)


def _start(text: str, match: Match) -> Rule:
    return Rule(text, "start", "inclusive", _day(match))


def _from_event(text: str, match: Match) -> Rule | None:
    event = _event(text, match)
    return Rule(text, "start", "inclusive", side="on", event=event) if event else None


def _unit(match: Match) -> Unit:
    return _UNITS[one_space(match["unit"])]


def _before_day(text: str, match: Match) -> Rule:
    return Rule(text, "date", "inclusive", _day(match), count=int(match["n"]), unit=_unit(match), side="before")


def _after_day(text: str, match: Match) -> Rule:
    return Rule(text, "duration", "inclusive", _day(match), count=int(match["n"]), unit=_unit(match), side="after")


def _before_event(text: str, match: Match) -> Rule | None:
    warns = ("ambiguous",) if "loose" in match.groupdict() else ()
    event = _event(text, match)
    return Rule(text, "event", "inclusive", count=int(match["n"]), unit=_unit(match), side="before", event=event,
                warns=warns) if event else None


def _after_event(text: str, match: Match) -> Rule | None:
    event = _event(text, match)
    return Rule(text, "duration", "inclusive", count=int(match["n"]), unit=_unit(match), side="after",
                event=event) if event else None


def _after_opening(text: str, match: Match) -> Rule:
    return Rule(text, "duration", "inclusive", count=int(match["n"]), unit=_unit(match), side="after",
                event=TASK_OPENED, warns=("ambiguous",))


def _on_event(text: str, match: Match) -> Rule | None:
    event = _event(text, match)
    return Rule(text, "event", "inclusive", side="on", event=event, recurs=_yearly(text)) if event else None


def _until_event(text: str, match: Match) -> Rule | None:
    event = _event(text, match)
    return Rule(text, "event", "exclusive", side="before", event=event, recurs=_yearly(text)) if event else None


def _last_weekday(text: str, match: Match) -> Rule:
    last = NamedDay(_known_month(int(match["m"])), None, _year(match), WEEKDAYS[one_space(match["weekday"])])
    return Rule(text, "date", "inclusive", last, warns=("ambiguous",))


def _period(text: str, first: int, last: int, year: int | None) -> Rule:
    return Rule(text, "period", "inclusive", NamedDay(last, None, year), NamedDay(first, 1, year),
                recurs=_yearly(text) if year is None else None)


def _quarter(text: str, match: Match) -> Rule:
    last = 3 * QUARTERS[match["q"]]
    return _period(text, last - 2, last, _year(match))


def _half(text: str, match: Match) -> Rule:
    first, last = (1, 6) if match["half"] == "dau" else (7, 12)
    return _period(text, first, last, _year(match))


def _in_month(text: str, match: Match) -> Rule:
    month, year = _known_month(int(match["m"])), _year(match)
    if match["before"]:
        return Rule(text, "date", "exclusive", NamedDay(month, 1, year))
    return _period(text, month, month, year)


def _in_year(text: str, match: Match) -> Rule:
    year = int(match["y"])
    if match["before"]:
        return Rule(text, "date", "exclusive", NamedDay(1, 1, year))
    if match["aim"]:
        return Rule(text, "target", "inclusive", NamedDay(12, 31, year))
    return _period(text, 1, 12, year)


def _frequency(text: str, match: Match) -> Rule:
    return Rule(text, "frequency", times=int(match["times"]), years=int(match["years"] or 1))


def _build(kind: Literal["vague", "recurring", "untimed"], *warns: str) -> Callable[[str, Match], Rule]:
    return lambda text, _: Rule(text, kind, warns=warns)


_GRAMMAR = tuple((re.compile(pattern), build) for pattern, build in (
    (rf"(?:(?P<before>\btruoc)|{UNTIL}|\bluc)(?:\s+luc)?\s+(?P<hh>\d{{1,2}})\s*(?:gio|g|h|:)"
     rf"(?:\s*(?P<mm>\d{{1,2}})(?=\s*(?:phut|,|ngay)))?(?:\s*phut)?\s*,?\s*{DATE}", _hour),
    (rf"\btu\s+{START_DAY}\s*(?:den|-)(?:\s+het)?\s+{DATE}", _window),
    (rf"{COUNT}\s*,?\s*(?:(?:ke\s+)?tu|sau)\s+{DATE}", _after_day),
    (rf"{AHEAD}{COUNT}\s+truoc\s+{DATE}", _before_day),
    (rf"\btruoc\s+{DATE}\s*,?\s*{AT_LEAST}{COUNT}", _before_day),
    (rf"(?:(?P<before>\btruoc)|{UNTIL})\s+{DATE}", _named),
    (rf"\btu\s+{DATE}", _start),
    (rf"^\s*{DATE}\s*(?:{YEARLY})?[\s.;,]*$", _alone),
    (rf"(?P<loose>\btruoc)\s+{COUNT}\s+(?:truoc\s+)?{EVENT}", _before_event),
    (rf"{AHEAD}{COUNT}\s+truoc\s+{EVENT}", _before_event),
    (rf"\btruoc\s+{EVENT_BEFORE_COUNT}{AT_LEAST}{COUNT}", _before_event),
    (rf"{COUNT}\s*,?\s*(?:(?:ke\s+)?tu|sau)\s+(?:thoi\s+diem\s+)?{EVENT}", _after_event),
    (rf"{WEEKDAY}\s+(?:cua\s+)?tuan\s+cuoi(?:\s+cua)?\s+{MONTH}", _last_weekday),
    (rf"(?:\btrong|\bhet|{LATEST})\s+quy\s+(?P<q>iv|iii|ii|i|[1-4])\b{YEAR}", _quarter),
    (r"(?<!truoc )\b0?6\s+thang\s+(?P<half>dau|cuoi)\s+nam(?:\s+(?P<y>(?:19|20|21)\d\d))?(?!\s*\d)", _half),
    (rf"\btu\s+{START_MONTH}\s+den(?:\s+het)?\s+{MONTH}", _months),
    (rf"(?:(?P<before>\btruoc)|\btrong|\bhet|{LATEST})\s+(?:cuoi\s+)?{MONTH}", _in_month),
    (rf"(?:(?P<before>\btruoc)|(?P<aim>\bphan\s+dau(?:\s+den)?(?:\s+het)?)|\btrong|\bhet|{LATEST}|^)\s*"
     r"\bnam\s+(?P<y>(?:19|20|21)\d\d)(?!\d)", _in_year),
    (r"(?<!\d)(?P<years>\d{1,2})\s*nam\s*/?\s*(?P<times>\d{1,2})\s*lan", _frequency),
    (r"\bmoi\s+(?P<years>\d{1,2}\s+)?nam\s+(?:it\s+nhat\s+)?(?P<times>\d{1,2})\s*lan", _frequency),
    (r"(?<!\d)(?P<times>\d{1,2})\s*lan\s*(?:/|mot|moi|trong)\s*(?P<years>\d{1,2})?\s*nam", _frequency),
    (rf"(?:\btrong(?:\s+(?:thoi\s+han|vong))?|\bthoi\s+han|{LATEST}|\bkhong\s+qua)\s+{COUNT}[\s.;,]*$", _after_opening),
    (r"(?:^|\bvao\s+|\btu\s+)(?:dau|giua|cuoi)\s+(?:nam|quy|thang)\b", _build("vague", "vague")),
    (rf"\btruoc\s+(?=khi\b|ngay\b){EVENT}|^\s*truoc\s+{EVENT.replace('<event>', '<bare>')}", _until_event),
    (rf"\b(?:tai|(?:vao\s+|nhan\s+)?dip|vao|trong\s+ngay)\s+{EVENT}"
     rf"|^\s*ngay\s+(?!sau|tu|khi){EVENT.replace('<event>', '<bare>')}", _on_event),
    (rf"^\s*tu\s+{EVENT}", _from_event),
    (r"\bdinh\s+ky\b|\b(?:hang|moi)\s+(?:nam|quy|thang|tuan)\b", _build("recurring", "undated")),
    (r"\bkip\s+thoi\b|\bthuong\s+xuyen\b|\bkhan\s+truong\b", _build("untimed")),
))
