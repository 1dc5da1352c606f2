"""The calendar a run counts with: the official one, then the decisions of the tenant, then those of the plan."""

from functools import lru_cache

from engine.base.calendar import DayOverride, WorkCalendar
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.official import official_calendar


def plan_calendar(plan: Plan, year: int, decided: tuple[DayOverride, ...]) -> WorkCalendar:
    """Covers the plan's year and the years beside it."""
    return _calendar(year, decided, _own(plan, year))


@lru_cache(maxsize=64)
def _calendar(year: int, decided: tuple[DayOverride, ...], own: tuple[DayOverride, ...]) -> WorkCalendar:
    return official_calendar(year - 1, year + 1).with_overrides(decided).with_overrides(own)


def _own(plan: Plan, year: int) -> tuple[DayOverride, ...]:
    named = ((parse_deadline(f"ngày {given.day}").day, given) for given in plan.calendar)
    return tuple(DayOverride(day.on(year), given.working, given.source) for day, given in named if day)
