"""The working calendar of Viet Nam: `holidays` as base, official decisions on top, unannounced years marked."""

from datetime import date
from functools import cache

import holidays

from engine.base.calendar import DayOverride, WorkCalendar

# 12729/VPCP-KGVX, 25/12/2025: Friday 02/01/2026 off, Saturday 10/01/2026 worked in its place.
DECIDED = (
    DayOverride(date(2026, 1, 2), False, "nghỉ Tết Dương lịch, hoán đổi theo 12729/VPCP-KGVX"),
    DayOverride(date(2026, 1, 10), True, "làm bù theo 12729/VPCP-KGVX"),
)
LAST_ANNOUNCED_YEAR = 2026


@cache
def vietnam_calendar(first: int, last: int) -> WorkCalendar:
    """The calendar for the years `first` to `last`, both included."""
    years = range(first, last + 1)
    known = holidays.country_holidays("VN", years=years, language="vi")
    days_off = frozenset(day for day in known if day.weekday() < 5)
    worked = frozenset(day for day in known.weekend_workdays if first <= day.year <= last)
    provisional = frozenset(year for year in years if year > LAST_ANNOUNCED_YEAR)
    names = {day: str(name) for day, name in known.items()}
    return WorkCalendar(days_off, worked, provisional, names).with_overrides(
        tuple(o for o in DECIDED if first <= o.day.year <= last)
    )
