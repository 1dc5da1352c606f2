"""The only place that reads the machine's clock; everybody else is handed `now`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: datetime) -> date:
    """The calendar day in Viet Nam at that moment.

    >>> local_day(datetime(2026, 6, 14, 17, 0, tzinfo=UTC)).isoformat()
    '2026-06-15'
    """
    return moment.astimezone(VIETNAM).date()


def local_moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant (UTC) of that hour on that day in Viet Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


class Clock(Protocol):
    """Where a shell takes `now` from."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def cpu_seconds() -> float:
    """How much of the processor this process has used."""
    return process_time()


def wall_seconds() -> float:
    """Seconds since some moment of no meaning: for how long something took."""
    return perf_counter()


class ManualClock:
    """A clock moved by hand: tests, rehearsal."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        self._now += by


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that shows `start` when it is made and runs from there: the demo's date."""

    start: datetime
    origin: datetime
    read: Callable[[], datetime] = SystemClock().now

    def now(self) -> datetime:
        return self.start + (self.read() - self.origin)
