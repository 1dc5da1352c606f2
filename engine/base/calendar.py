"""Working days: a calendar is a set of days off and a set of weekend days worked."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

_SATURDAY = 5
_WAYS = ("%d/%m/%Y", "%Y-%m-%d")


def day_in(text: str) -> date | None:
    """The day that a person typed, or chose in a browser; None when it is none.

    >>> day_in(" 10/6/2026 ") == day_in("2026-06-10") == date(2026, 6, 10)
    True
    """
    for way in _WAYS:
        try:
            return datetime.strptime(text.strip(), way).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class DayOverride:
    """An official decision that changes one day."""

    day: date
    working: bool
    source: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off beside the weekends, and weekend days that are worked; `provisional` years lack the official notice."""

    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    provisional: frozenset[int] = frozenset()
    names: dict[date, str] = field(default_factory=dict, compare=False)

    def is_working(self, day: date) -> bool:
        return day in self.days_worked or (day.weekday() < _SATURDAY and day not in self.days_off)

    def last_working(self, day: date) -> date:
        """The last working day that is not after `day`."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def first_working(self, day: date) -> date:
        """The first working day that is not before `day`."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it when negative); `day` itself is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is before `start`."""
        if end < start:
            return -self.working_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working, days))

    def with_overrides(self, overrides: tuple[DayOverride, ...]) -> "WorkCalendar":
        """The same calendar after official decisions; the decision wins over what was computed."""
        off = {o.day for o in overrides if not o.working}
        on = {o.day for o in overrides if o.working}
        return WorkCalendar(
            (self.days_off - on) | off, (self.days_worked - off) | on, self.provisional,
            {**self.names, **{o.day: o.source for o in overrides if not o.working}},
        )
