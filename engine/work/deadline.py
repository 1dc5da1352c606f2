"""From a deadline rule and a calendar to days: what the phrase means this year, and why."""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from engine.base.calendar import WorkCalendar
from engine.base.text import fold
from engine.plan.deadline import NamedDay, Rule
from engine.plan.rule import Receipt

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_UNITS = {"day": "ngày", "working_day": "ngày làm việc", "week": "tuần", "month": "tháng", "year": "năm"}
_NO_DAY = {
    "vague": "mốc này không rõ ngày, cần ấn định trong kế hoạch",
    "recurring": "việc định kỳ, văn bản không nêu ngày",
    "frequency": "số lần trong kỳ, văn bản không nêu ngày",
    "untimed": "văn bản không nêu thời hạn",
}
_RECEIPTS: dict[Receipt, str] = {
    "sent": "trong hạn khi gửi không sau ngày cuối",
    "postmark": "trong hạn khi dấu bưu điện không sau ngày cuối, dù đến sau",
    "received": "trong hạn khi nơi nhận nhận được không sau ngày cuối",
    "registered": "trong hạn khi vào sổ văn bản đến không sau ngày cuối",
}
YEAR = "năm"
"""What a rule needs when neither it nor the caller names a year."""


@dataclass(frozen=True, slots=True)
class Due:
    """The computed days of one deadline. All None while an event it hangs on has no date (`needs`).

    last_day: last day in time. last_working_day: last working day not after it. overdue_after: overdue once this day
    has ended. `first_day`: first day of a window, period or start. `at`: hour "HH:MM" on the last day. `why`: sentences
    in Vietnamese that explain each step of the computation. `warnings`: codes of engine.plan.rule.WARNINGS.
    """

    phrase: str
    last_day: date | None
    last_working_day: date | None
    overdue_after: date | None
    named_day: date | None = None
    needs: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    first_day: date | None = None
    at: str | None = None

    @property
    def opening_day(self) -> date | None:
        """As a phrase of `mở từ`: the day from which the task stands in an inbox."""
        return self.first_day or self.named_day or self.last_day


def due(rule: Rule, calendar: WorkCalendar, events: Mapping[str, date], year: int | None) -> Due:
    """The days of `rule`; `events` maps folded event names to dates; `year` is the plan's, for rules without one."""
    needs = tuple(e for e in rule.events if fold(e) not in events)
    if rule.needs_year and year is None:
        needs = (YEAR, *needs)
    if needs:
        missing = ", ".join(f"“{n}”" for n in needs)
        return _without_days(rule, needs, f"chờ biết ngày của {missing}" if needs != (YEAR,) else "chưa biết năm")
    if rule.each is not None:
        return _without_days(rule, (), "việc định kỳ, mỗi kỳ một hạn")
    if rule.day is None and rule.event is None:
        return _without_days(rule, (), _NO_DAY[rule.kind])
    anchor = rule.day.on(year or 0) if rule.day else events[fold(rule.event or "")]
    last, why = _last_day(rule, anchor, calendar)
    named = anchor if rule.day or rule.count is None else None
    return _finished(rule, calendar, anchor if named else None, last, why, _first_day(rule, last, year))


@lru_cache(maxsize=4096)
def due_once(rule: Rule, calendar: WorkCalendar, events: tuple[tuple[str, date], ...], year: int | None) -> Due:
    """The same as `due`, worked out once for all that hang on the same days."""
    return due(rule, calendar, dict(events), year)


def occurrences(rule: Rule, calendar: WorkCalendar, year: int) -> tuple[Due, ...]:
    """The days of every period of a rule that returns within the year; of any other dated rule its own, once."""
    if rule.each is None:
        found = due(rule, calendar, {}, year)
        return (found,) if found.last_day else ()
    once = replace(rule, kind="date", recurs=None, each=None)
    if rule.each.weekday is None:
        return tuple(due(replace(once, day=day), calendar, {}, year) for day in rule.named_days)
    first = date(year, 1, 1) + timedelta(days=(rule.each.weekday - date(year, 1, 1).weekday()) % 7)
    days = (first + timedelta(weeks=n) for n in range(53))
    return tuple(due(replace(once, day=NamedDay(d.month, d.day, d.year)), calendar, {}, year)
                 for d in days if d.year == year)


def _without_days(rule: Rule, needs: tuple[str, ...], why: str) -> Due:
    return Due(rule.phrase, None, None, None, needs=needs, why=(f"“{rule.phrase}”: {why}",), warnings=rule.warns,
               at=rule.at)


def _first_day(rule: Rule, last: date, year: int | None) -> date | None:
    if rule.kind == "start":
        return last
    if rule.first is None:
        return None
    first = rule.first.on(year or 0)
    return rule.first.on(last.year - 1) if first > last else first


def _last_day(rule: Rule, anchor: date, calendar: WorkCalendar) -> tuple[date, str]:
    if rule.count is not None:
        return _counted(rule, anchor, calendar)
    if rule.bound == "exclusive" and rule.at is None:
        last = anchor - timedelta(days=1)
        event = f" (ngày “{rule.event}”)" if rule.event else ""
        return last, f"ngày {_short(anchor)}{event} không tính, ngày cuối là {_long(last)}"
    if rule.kind == "start":
        return anchor, f"bắt đầu từ {_long(anchor)}"
    until = f" trước {rule.at}" if rule.at and rule.bound == "exclusive" else f" đến {rule.at}" if rule.at else ""
    return anchor, f"tính cả ngày đó, ngày cuối là {_long(anchor)}{until}"


def _counted(rule: Rule, anchor: date, calendar: WorkCalendar) -> tuple[date, str]:
    before, count = rule.side == "before", rule.count or 0
    last = _moved(anchor, -count if before else count, rule.unit, calendar)
    said = f"“{rule.event}” ngày {_short(anchor)}" if rule.event else f"ngày {_short(anchor)}"
    length = f"{count} {_UNITS[rule.unit]}"
    if before:
        return last, f"{said}; lùi {length}, không tính ngày ấy, ngày cuối là {_long(last)}"
    why = f"{said}; ngày đầu không tính (Điều 147 Bộ luật Dân sự), đủ {length} vào {_long(last)}"
    working = calendar.first_working(last)
    if working != last:
        why += f"; là ngày nghỉ nên kết thúc vào {_long(working)} (khoản 5 Điều 148 Bộ luật Dân sự)"
    return working, why


def _moved(day: date, count: int, unit: str, calendar: WorkCalendar) -> date:
    if unit == "working_day":
        return calendar.add_working(day, count)
    if unit in ("month", "year"):
        total = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(total, 12)
        return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def _finished(rule: Rule, calendar: WorkCalendar, named: date | None, last: date, why: str, first: date | None) -> Due:
    working = calendar.last_working(last)
    overdue = named if named and rule.bound == "exclusive" and rule.at is None else last
    said = [f"“{rule.phrase}”: {why}"]
    if working != last:
        said.append(f"{_short(last)} là {_rest(last, calendar)} nên ngày làm việc cuối là {_long(working)}")
    if rule.kind != "start":
        said.append(f"quá hạn khi hết ngày {_short(overdue)}")
    if rule.receipt:
        said.append(_RECEIPTS[rule.receipt])
    if last.year in calendar.provisional:
        said.append(f"lịch nghỉ năm {last.year} là tạm tính, chưa có thông báo chính thức")
    return Due(rule.phrase, last, working, overdue, named, (), tuple(said), rule.warns, first, rule.at)


def _rest(day: date, calendar: WorkCalendar) -> str:
    return _WEEKDAYS[day.weekday()] if day.weekday() > 4 else "ngày nghỉ"


def _short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _long(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
