"""A deadline rule printed back as a phrase that says the same, in the words plans use."""

from collections.abc import Callable

from engine.plan.deadline_words import QUARTERS, WEEKDAYS
from engine.plan.rule import Each, NamedDay, Receipt, Rule

_UNITS = {"day": "ngày", "working_day": "ngày làm việc", "week": "tuần", "month": "tháng", "year": "năm"}
_PERIODS = {"weekly": "tuần", "monthly": "tháng", "quarterly": "quý", "yearly": "năm"}
_PARTS = {1: "đầu", 2: "giữa", 3: "cuối"}
_WEEKDAYS = dict(zip(WEEKDAYS.values(), (
    "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"), strict=True))
_ROMAN = {number: word.upper() for word, number in QUARTERS.items() if not word.isdigit()}
_RECEIPTS: dict[Receipt, str] = {
    "sent": "theo ngày gửi", "postmark": "theo dấu bưu điện", "received": "theo ngày nhận",
    "registered": "theo ngày vào sổ văn bản đến"}


def phrase_of(rule: Rule) -> str:
    """The phrase in its plainest wording; a rule without days keeps the words it came in.

    >>> from engine.plan.deadline import parse_deadline
    >>> phrase_of(parse_deadline("gửi báo cáo TRƯỚC NGÀY 5-2-2026"))
    'trước ngày 05/02/2026'
    """
    said = _BY_KIND[rule.kind](rule)
    return f"{said} (tính {_RECEIPTS[rule.receipt]})" if rule.receipt else said


def _year(day: NamedDay, rule: Rule, joint: str = "/") -> str:
    if day.year:
        return f"{joint}{day.year}"
    return " năm sau" if day.later else " hằng năm" if rule.recurs == "yearly" else ""


def _day(day: NamedDay, rule: Rule) -> str:
    return f"ngày {day.day:02d}/{day.month:02d}{_year(day, rule)}"


def _count(rule: Rule) -> str:
    return f"{rule.count:02d} {_UNITS[rule.unit]}"


def _date(rule: Rule) -> str:
    day = rule.day or NamedDay(1)
    if day.weekday is not None:
        return f"{_WEEKDAYS[day.weekday]} tuần cuối tháng {day.month}{_year(day, rule)}"
    if rule.count is not None:
        return f"chậm nhất {_count(rule)} trước {_day(day, rule)}"
    if rule.at:
        hour, minute = rule.at.split(":")
        until = "trước" if rule.bound == "exclusive" else "đến"
        return f"{until} {hour} giờ{'' if minute == '00' else f' {minute} phút'}, {_day(day, rule)}"
    return f"{'trước' if rule.bound == 'exclusive' else 'chậm nhất là'} {_day(day, rule)}"


def _window(rule: Rule) -> str:
    first, last = rule.first or NamedDay(1), rule.day or NamedDay(1)
    if last.day is None:
        return f"từ tháng {first.month}{f'/{first.year}' if first.year else ''} đến hết tháng {last.month}" + _year(
            last, rule)
    start = f"ngày {first.day:02d}/{first.month:02d}{f'/{first.year}' if first.year else ''}"
    return f"từ {start} đến hết {_day(last, rule)}"


def _period(rule: Rule) -> str:
    first, last = rule.first or NamedDay(1), rule.day or NamedDay(1)
    year, length = _year(last, rule, " năm "), last.month - first.month + 1
    if length == 1:
        return f"trong tháng {last.month}{_year(last, rule)}"
    if length == 3:
        return f"trong quý {_ROMAN[last.month // 3]}{year}"
    if length == 6:
        half = "đầu" if last.month == 6 else "cuối"
        return f"06 tháng {half} năm{year.removeprefix(' năm') if last.year or last.later else year and ', hằng năm'}"
    return f"trong năm {last.year}"


def _counted(rule: Rule) -> str:
    start = _day(rule.day, rule) if rule.day else f"ngày {rule.event}"
    return f"trong thời hạn {_count(rule)} kể từ {start}"


def _event(rule: Rule) -> str:
    yearly = ", hằng năm" if rule.recurs == "yearly" else ""
    if rule.count is not None:
        return f"chậm nhất {_count(rule)} trước khi {rule.event}"
    return f"{'tại' if rule.side == 'on' else 'trước khi'} {rule.event}{yearly}"


def _start(rule: Rule) -> str:
    return f"từ {_day(rule.day, rule)}" if rule.day else f"từ {rule.event}"


def _recurring(rule: Rule) -> str:
    if rule.each is None:
        return rule.phrase
    until = "trước" if rule.bound == "exclusive" else "chậm nhất"
    return f"{until} {_each(rule.each, _PERIODS[rule.recurs or 'monthly'])}"


def _each(each: Each, period: str) -> str:
    if each.weekday is not None:
        return f"{_WEEKDAYS[each.weekday]} hằng tuần"
    if each.day is None:
        return f"ngày cuối cùng hằng {period}"
    when = f"{period} sau" if each.next else f"hằng {period}"
    part = f"tháng {_PARTS[each.month]} " if period == "quý" else ""
    return f"ngày {each.day:02d} {part}{when}"


def _frequency(rule: Rule) -> str:
    if rule.recurs:
        return f"{rule.times:02d} lần/{_PERIODS[rule.recurs]}"
    return f"{rule.years:02d} năm/{rule.times:02d} lần"


_BY_KIND: dict[str, Callable[[Rule], str]] = {
    "date": _date, "window": _window, "period": _period, "recurring": _recurring, "frequency": _frequency,
    "event": _event, "duration": _counted, "start": _start, "vague": lambda rule: rule.phrase,
    "target": lambda rule: f"phấn đấu đến năm {rule.day.year if rule.day else ''}",
    "untimed": lambda rule: rule.phrase,
}
