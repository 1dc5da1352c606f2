"""Days, months and events as a match of the deadline grammar holds them; impossible ones are refused."""

import calendar
import re

from engine.plan.deadline_words import one_space
from engine.plan.rule import DeadlineError, NamedDay, Unit

Match = re.Match[str]
_UNITS: dict[str, Unit] = {
    "ngay": "day", "ngay lam viec": "working_day", "tuan": "week", "thang": "month", "nam": "year"}
_NOT_EVENTS = {"ngay", "khi", "luc", "to chuc", "dien ra", "tien hanh"}
_STRAY = re.compile(r"\d\s*(?:/|ngay|thang|gio|tuan)|\b(?:thang|ngay|nam|quy|tuan)\s+\d|\bquy\s+[iv]+\b|"
                    r"\bthang\s+(?:gieng|hai|ba|tu|nam|sau|bay|tam|chin|muoi|chap)\b")


def year_of(match: Match) -> int | None:
    return int(match["y"]) if match["y"] else None


def later_of(match: Match) -> int:
    """1 when the match says next year, else 0."""
    return 1 if match["next"] else 0


def known_month(month: int) -> int:
    """DeadlineError when the year has no such month."""
    if not 1 <= month <= 12:
        raise DeadlineError(f"không có tháng {month}", code="no_such_day")
    return month


def known_day(day: int, month: int, year: int | None, later: int = 0) -> NamedDay:
    """DeadlineError when the month has no such day."""
    if not 1 <= day <= calendar.monthrange(year or 2000, known_month(month))[1]:
        of_year = f" năm {year}" if year else ""
        raise DeadlineError(f"tháng {month}{of_year} không có ngày {day}", code="no_such_day")
    return NamedDay(month, day, year, later=later)


def day_of(match: Match) -> NamedDay:
    return known_day(int(match["d"]), int(match["m"]), year_of(match), later_of(match))


def last_of(match: Match) -> NamedDay:
    """The last day of the month that the match names."""
    return NamedDay(known_month(int(match["m"])), None, year_of(match), later=later_of(match))


def unit_of(match: Match) -> Unit:
    return _UNITS[one_space(match["unit"])]


def event_of(text: str, match: Match) -> str | None:
    """The words of the event as written; None when they hold a count or a date that was not understood."""
    name = "event" if match["event"] else "bare"
    found = match[name]
    if found.strip() in _NOT_EVENTS or _STRAY.search(found):
        return None
    start = match.start(name)
    return text[start: start + len(found)].partition("(")[0].strip() or None
