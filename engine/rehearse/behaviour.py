"""How people behave in a rehearsal: when they do a task, whether it is whole, whether it comes back. All seeded.

Every draw hangs on what it is about (unit, step, initiative, round), never on the order of the draws: two versions
of a plan see the same people, so that only what the plan changes moves.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from engine.base.calendar import WorkCalendar
from engine.base.clock import local_day, local_moment

Behaviour = Literal["punctual", "realistic", "careless"]
BEHAVIOURS: tuple[Behaviour, ...] = ("punctual", "realistic", "careless")
_OPENS, _CLOSES = (8, 30), (16, 30)
_LATEST_START = 16
_FAULTS = 0.2
"""How often an inspection finds something to mend, whoever is inspected."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of 1. `late` and `never` are of the units; whoever leads the run is late half as often, and never never.

    `lateness`: at most so many working days after the day that makes a task overdue. `idle`: at most so many working
    days for a task without a deadline. `left_out`: optional answers that are not given.
    """

    late: float = 0.0
    never: float = 0.0
    lateness: int = 0
    idle: int = 5
    returned: float = 0.0
    incomplete: float = 0.0
    left_out: float = 0.0


HABITS: dict[Behaviour, Habits] = {
    "punctual": Habits(),
    "realistic": Habits(late=0.15, never=0.01, lateness=10, idle=10, returned=0.1, incomplete=0.1, left_out=0.1),
    "careless": Habits(late=0.45, never=0.1, lateness=25, idle=25, returned=0.3, incomplete=0.35, left_out=0.4),
}


@dataclass(frozen=True, slots=True)
class About:
    """What a draw is about: the same words, the same draw."""

    unit: str
    step: str
    slot: str
    subject: str
    round: int

    def words(self) -> str:
        return f"{self.unit}/{self.step}/{self.slot}/{self.subject}/{self.round}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days of a task as its doer sees them. `on_the_day`: what is due takes place on the last day itself."""

    last_working_day: date | None
    overdue_after: date | None
    on_the_day: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The people of a rehearsal."""

    habits: Habits
    seed: int
    calendar: WorkCalendar

    def draw(self, about: About, what: str) -> float:
        """A number from 0 up to 1."""
        text = f"{self.seed}/{what}/{about.words()}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=6).digest(), "big") / 2**48

    def chance(self, about: About, what: str, share: float) -> bool:
        return self.draw(about, what) < share

    def begins(self, about: About, due: Deadline, now: datetime, leads: bool) -> datetime | None:
        """The moment at which the task is done; None: never."""
        first = self.first_day(now)
        fate = self.draw(about, "fate")
        if not leads and fate < self.habits.never:
            return None
        share = self.habits.late / (2 if leads else 1)
        is_late = fate >= 1 - share
        return self._moment(self._day(about, due, first, is_late), about, now)

    def first_day(self, now: datetime) -> date:
        """The first day on which something that comes now can be done."""
        today = local_day(now)
        start = today if now < local_moment(today, _LATEST_START) else today + timedelta(days=1)
        return self.calendar.first_working(start)

    def again(self, about: About, now: datetime) -> datetime:
        """When somebody comes back to what was refused: the next working day."""
        return self._moment(self.calendar.add_working(local_day(now), 1), about, now)

    def returns(self, about: About, reviews: bool) -> bool:
        """Whether a review sends the work back, or an inspection finds something; the third time nobody does."""
        if about.round > 2:
            return False
        return self.chance(about, "returned", self.habits.returned if reviews else _FAULTS / about.round)

    def _day(self, about: About, due: Deadline, first: date, is_late: bool) -> date:
        if due.last_working_day is None:
            return self.calendar.add_working(first, int(self.draw(about, "day") * self.habits.idle))
        if is_late:
            after = self.calendar.add_working(max(due.overdue_after or first, first),
                                              1 + int(self.draw(about, "day") * self.habits.lateness))
            return max(first, after)
        if due.last_working_day <= first:
            return first
        if due.on_the_day:
            return due.last_working_day
        room = self.calendar.working_between(first, due.last_working_day)
        return self.calendar.first_working(self.calendar.add_working(first, int(self.draw(about, "day") * (room + 1)))
                                           if room else first)

    def _moment(self, day: date, about: About, now: datetime) -> datetime:
        opens, closes = local_moment(day, *_OPENS), local_moment(day, *_CLOSES)
        start = max(opens, now + timedelta(minutes=1)) if local_day(now) == day else opens
        room = max(0.0, (closes - start).total_seconds())
        return start + timedelta(seconds=int(self.draw(about, "hour") * room))
