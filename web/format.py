"""Template filters: days, moments, sizes and figures as Vietnamese offices write them."""

from datetime import date, datetime

from engine.base.clock import VIETNAM
from engine.work.words import number_text, size_text, time_text, weekday_long, weekday_short
from web.i18n import language, told

_SHORT_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday(day: date) -> str:
    """The short name of the weekday: T2 … CN."""
    return _SHORT_EN[day.weekday()] if language() == "en" else weekday_short(day)


def day_short(day: date) -> str:
    """As in lists: T4 04/02/2026."""
    return f"{weekday(day)} {day:%d/%m/%Y}"


def day_long(day: date) -> str:
    """As in sentences: thứ Tư 04/02/2026."""
    name = _LONG_EN[day.weekday()] if language() == "en" else weekday_long(day)
    return f"{name} {day:%d/%m/%Y}"


def moment(at: datetime) -> str:
    """15:20 thứ Sáu 30/01/2026, in Viet Nam."""
    return f"{time_text(at)} {day_long(at.astimezone(VIETNAM).date())}"


FILTERS = {
    "told": told,
    "weekday": weekday, "day_short": day_short, "day_long": day_long, "moment": moment, "hour": time_text,
    "number": number_text, "size": size_text,
}
