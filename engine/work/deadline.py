"""From a deadline rule and a calendar to days: what the phrase means this year, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.base.calendar import WorkCalendar
from engine.plan.deadline import Rule


@dataclass(frozen=True, slots=True)
class Due:
    """The computed days of one deadline. All None while an event it hangs on has no date (`needs`).

    last_day: last day in time. last_working_day: last working day not after it. overdue_after: overdue once this day has
    ended. `why`: sentences in Vietnamese that explain each step of the computation.
    """

    phrase: str
    last_day: date | None
    last_working_day: date | None
    overdue_after: date | None
    named_day: date | None = None
    needs: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def due(rule: Rule, calendar: WorkCalendar, events: Mapping[str, date], year: int) -> Due:
    """The days of `rule`; `events` maps folded event names to dates; `year` is the plan's, for rules without one."""
    raise NotImplementedError
