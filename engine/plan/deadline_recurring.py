"""Deadlines that return within the year, and frequencies: a day of every month, n times in m years."""

from collections.abc import Callable
from typing import Literal

from engine.plan.deadline_days import Match
from engine.plan.deadline_words import UNTIL, WEEKDAY, WEEKDAYS, one_space
from engine.plan.rule import Bound, DeadlineError, Each, Recurs, Rule

Build = Callable[[str, Match], Rule | None]
_PERIODS: dict[str, Recurs] = {"tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}
_MONTHS_OF_QUARTER = {"dau": 1, "giua": 2, "cuoi": 3}
_EVERY = r"(?:(?:cua\s+)?(?:hang|moi|tung)|dinh\s+ky\s+(?:hang|moi)?)"
_BOUND = rf"(?:(?P<before>\btruoc)|{UNTIL})"
_LAST_DAY = r"(?:ngay\s+)?(?:lam\s+viec\s+)?cuoi(?:\s+cung)?(?:\s+cua)?"


def _bound(match: Match) -> Bound:
    return "exclusive" if match["before"] else "inclusive"


def _recurring(text: str, bound: Bound, recurs: Recurs, each: Each) -> Rule:
    return Rule(text, "recurring", bound, recurs=recurs, each=each)


def _day(match: Match) -> int:
    day = int(match["d"])
    if not 1 <= day <= 31:
        raise DeadlineError(f"không tháng nào có ngày {day}", code="no_such_day")
    return day


def _of_month(text: str, match: Match) -> Rule:
    return _recurring(text, _bound(match), "monthly", Each(_day(match), next=bool(match["after"])))


def _of_quarter(text: str, match: Match) -> Rule:
    month = _MONTHS_OF_QUARTER[match["part"]]
    return _recurring(text, _bound(match), "quarterly", Each(_day(match), month, next=bool(match["after"])))


def _of_week(text: str, match: Match) -> Rule:
    return _recurring(text, _bound(match), "weekly", Each(weekday=WEEKDAYS[one_space(match["weekday"])]))


def _end_of(text: str, match: Match) -> Rule:
    return _recurring(text, _bound(match), _PERIODS[match["period"]], Each())


def _times(text: str, match: Match) -> Rule:
    recurs = _PERIODS[match["period"]]
    if recurs == "yearly":
        return Rule(text, "frequency", times=int(match["times"]), years=int(match["years"] or 1))
    return Rule(text, "frequency", times=int(match["times"]), recurs=recurs) if not match["years"] else Rule(
        text, "recurring", warns=("undated",))


def _build(kind: Literal["vague", "recurring", "untimed"], *warns: str) -> Build:
    return lambda text, _: Rule(text, kind, warns=warns)


WITH_DAY: tuple[tuple[str, Build], ...] = (
    (rf"(?:{_BOUND}\s+)?\bngay\s+(?P<d>\d{{1,2}})\s+(?:cua\s+)?(?:{_EVERY}\s+thang|thang\s+(?P<after>sau|ke\s+tiep|"
     r"tiep\s+theo)(?!\s*\d))\b", _of_month),
    (rf"\b(?:hang|moi|tung)\s+thang\b[\s,;]{{1,3}}(?:[^\d,;]{{0,40}}\s)?{_BOUND}\s+ngay\s+(?P<d>\d{{1,2}})"
     r"(?P<after>)(?!\s*(?:/|-|\.|thang|\d))", _of_month),
    (rf"(?:{_BOUND}\s+)?\bngay\s+(?P<d>\d{{1,2}})\s+(?:cua\s+)?thang\s+(?P<part>dau|giua|cuoi)(?:\s+tien|\s+cung)?"
     rf"\s+(?:cua\s+)?(?:(?:{_EVERY}\s+)?quy)(?:\s+(?P<after>sau|ke\s+tiep|tiep\s+theo))?(?!\s*(?:\d|[iv]+\b))",
     _of_quarter),
    (rf"(?:{_BOUND}\s+)?(?:ngay\s+)?{WEEKDAY}\s+(?:{_EVERY})\s+tuan\b", _of_week),
    (rf"(?:{_BOUND}\s+)?{_LAST_DAY}\s+{_EVERY}\s+(?P<period>thang|quy)\b", _end_of),
)
FREQUENCY: tuple[tuple[str, Build], ...] = (
    (r"(?<!\d)(?P<years>\d{1,2})\s*(?P<period>nam)\s*(?:/|,|to\s+chuc)?\s*(?P<times>\d{1,2})\s*lan\b", _times),
    (r"\b(?:moi|hang|tung)\s+(?P<years>\d{1,2}\s+)?(?P<period>nam|quy|thang|tuan)\s+(?:it\s+nhat\s+)?"
     r"(?P<times>\d{1,2})\s*lan\b", _times),
    (r"(?<!\d)(?P<times>\d{1,2})\s*lan\s*(?:/|mot|moi|trong(?:\s+(?:mot|moi))?)\s*(?P<years>\d{1,2})?\s*"
     r"(?P<period>nam|quy|thang|tuan)\b", _times),
)
WITHOUT_DAY: tuple[tuple[str, Build], ...] = (
    (r"\bdinh\s+ky\b|\b(?:hang|moi|tung)\s+(?:nam|quy|thang|tuan)\b", _build("recurring", "undated")),
    (r"\bkip\s+thoi\b|\bthuong\s+xuyen\b|\bkhan\s+truong\b", _build("untimed")),
)
VAGUE: tuple[tuple[str, Build], ...] = (
    (r"(?:^|\bvao\s+|\btu\s+)(?:dau|giua|cuoi)\s+(?:nam|quy|thang)\b", _build("vague", "vague")),
)
