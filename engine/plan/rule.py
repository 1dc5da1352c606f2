"""The values a deadline phrase becomes: a named day, or days counted from an event; no calendar yet."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["date", "window", "period", "recurring", "frequency", "event", "duration", "vague", "target",
               "untimed", "start"]
Bound = Literal["exclusive", "inclusive"]
Unit = Literal["day", "working_day", "week", "month", "year"]
Recurs = Literal["weekly", "monthly", "quarterly", "yearly"]
Receipt = Literal["sent", "postmark", "received", "registered"]
"""By which day a paper counts as in time: sent, postmarked, received, entered in the register of incoming papers."""

TASK_OPENED = "nhận việc"
"""Built-in events: the day the task opened; for review tasks, the day the answers were sent."""
ANSWERS_SENT = "gửi"
BUILT_IN = (TASK_OPENED, ANSWERS_SENT)

WARNINGS = {
    "ambiguous": "cách viết này hiểu được theo nhiều nghĩa; kheo tính theo nghĩa đã nêu",
    "undated": "văn bản không nêu ngày; hãy ấn định ngày trong kế hoạch",
    "vague": "mốc này không rõ ngày; hãy ấn định ngày trong kế hoạch",
}


class DeadlineError(Exception):
    """A phrase that is not understood or impossible; `near` is a phrase that is understood.

    `code` is "no_such_day" or "not_understood".
    """

    def __init__(self, message: str, near: str | None = None, code: str = "not_understood") -> None:
        super().__init__(message)
        self.message = message
        self.near = near
        self.code = code


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of the calendar; without `day` the last of the month (its last `weekday`, 0 = Monday, when given).

    Without `year` the day is of the plan's year, or of the one that lies `later` years after it ("năm sau").
    """

    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    later: int = 0

    def on(self, year: int) -> date:
        """The date; `year` is used when the phrase has none. 29/02 is 28/02 in a common year (Civil Code art. 148)."""
        chosen = self.year or year + self.later
        length = calendar.monthrange(chosen, self.month)[1]
        last = date(chosen, self.month, min(self.day or length, length))
        if self.weekday is None:
            return last
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)


@dataclass(frozen=True, slots=True)
class Each:
    """The day of a deadline that returns within the year.

    Monthly and quarterly: `day` of the month, None for its last; quarterly in the `month`-th (1 to 3) of the quarter.
    Weekly: `weekday` (0 = Monday). `next`: in the month or quarter that follows the one reported on.
    """

    day: int | None = None
    month: int = 3
    weekday: int | None = None
    next: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One understood deadline phrase.

    Named: `day` (and `first` of a window or period). Counted: `count` `unit` before or after `event`, or after `day`.
    `bound` "exclusive": the named day itself is not in time. `at`: hour "HH:MM" on the last day. `times` in `years`:
    a frequency, `times` a week, month or quarter with `recurs`. `each`: the day of every period of `recurs`.
    `receipt`: by which day a paper is in time, where the phrase says so. `warns`: codes of WARNINGS.
    """

    phrase: str
    kind: Kind
    bound: Bound | None = None
    day: NamedDay | None = None
    first: NamedDay | None = None
    count: int | None = None
    unit: Unit = "day"
    side: Literal["before", "after", "on"] | None = None
    event: str | None = None
    recurs: Recurs | None = None
    at: str | None = None
    times: int | None = None
    years: int | None = None
    each: Each | None = None
    receipt: Receipt | None = None
    warns: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The events it hangs on, as the phrase writes them."""
        return (self.event,) if self.event else ()

    @property
    def needs_year(self) -> bool:
        """Whether the phrase leaves the year to the plan."""
        return any(d is not None and d.year is None for d in (self.day, self.first))

    @property
    def named_days(self) -> tuple[NamedDay, ...]:
        """The days of all periods of a rule with `each`, weekly ones excepted; months beyond December as next year's.

        >>> [d.month for d in Rule("", "recurring", recurs="quarterly", each=Each(15, 1, next=True)).named_days]
        [4, 7, 10, 1]
        """
        if self.each is None or self.recurs not in ("monthly", "quarterly"):
            return ()
        step = 1 if self.recurs == "monthly" else 3
        start = 0 if step == 1 else self.each.month - 1
        months = (start + n + (step if self.each.next else 0) for n in range(0, 12, step))
        return tuple(NamedDay(m % 12 + 1, self.each.day, later=m // 12) for m in months)
