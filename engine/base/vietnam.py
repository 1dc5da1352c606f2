"""The working calendar of Viet Nam: the law's holidays as base, official decisions on top, unannounced years marked."""

from functools import cache

import holidays

from engine.base.calendar import DayOverride, WorkCalendar


@cache
def vietnam_calendar(
        first: int, last: int, decided: tuple[DayOverride, ...], announced: frozenset[int]) -> WorkCalendar:
    """The calendar for the years `first` to `last`, both included; years not `announced` are provisional."""
    years = range(first, last + 1)
    known = holidays.country_holidays("VN", years=years, language="vi")
    days_off = frozenset(day for day in known if day.weekday() < 5)
    worked = frozenset(day for day in known.weekend_workdays if first <= day.year <= last)
    provisional = frozenset(year for year in years if year not in announced)
    names = {day: str(name) for day, name in known.items()}
    return WorkCalendar(days_off, worked, provisional, names).with_overrides(
        tuple(o for o in decided if first <= o.day.year <= last)
    )
