"""How a due day stands today: state, words and icon, the five days of the why panel."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.base.calendar import WorkCalendar
from engine.base.text import fold
from engine.plan.deadline import DeadlineError, parse_deadline
from engine.work.deadline import Due
from engine.work.task import BUILT_IN
from engine.work.words import day_month, day_text, weekday_long, weekday_short

DueCode = Literal["late", "now", "soon", "week", "later", "none", "done"]
_SOON, _WEEK = 3, 7
_CELLS = 5
_DONE = {"do": "đã gửi {}", "review": "đã tiếp nhận {}", "decide": "đã quyết định {}", "ballot": "đã gửi phiếu {}",
         "acknowledge": "đã xác nhận {}", "opine": "đã góp ý {}"}


@dataclass(frozen=True, slots=True)
class TaskDays:
    """The days of a task, all None without a due day; `needs`: events that must get a day first."""

    last_day: date | None = None
    last_working_day: date | None = None
    overdue_after: date | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueState:
    """`code` is the colour of the screen, `words` and `icon` say the same without it."""

    code: DueCode
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class DayCell:
    """One of the five days. `gap`: days are left out before it.

    `tone`: "last" | "late" | "rest" | ""; that of today is "today", "today last" or "today late".
    """

    day: date
    weekday: str
    text: str
    note: str
    tone: str
    gap: bool = False


def task_days(due: Due) -> TaskDays:
    """The days of a computed deadline."""
    return TaskDays(due.last_day, due.last_working_day, due.overdue_after, due.needs)


def awaited(phrase: str | None) -> tuple[str, ...]:
    """The events that must get a day before a deadline so said has one.

    >>> awaited("trước 03 ngày tổ chức hội nghị"), awaited("trước ngày 15/6/2026")
    (('hội nghị',), ())
    """
    try:
        events = parse_deadline(phrase).events if phrase else ()
    except DeadlineError:  # what an older program understood; the task keeps the days it has
        return ()
    return tuple(event for event in events if fold(event) not in BUILT_IN)


def due_state(days: TaskDays, today: date, calendar: WorkCalendar) -> DueState:
    """The state of an open task; days are counted as working days of `calendar`."""
    if days.last_day is None or days.overdue_after is None:
        return DueState("none", f"chờ ấn định ngày {days.needs[0]}" if days.needs else "chưa có hạn", "?")
    if days.overdue_after < today:
        late = calendar.working_between(days.overdue_after, today)
        return DueState("late", f"quá hạn {late} ngày làm việc" if late else "quá hạn", "▲")
    if days.last_day < today:
        return DueState("now", "đến ngày ghi trong kế hoạch", "●")
    left = calendar.working_between(today, days.last_day)
    if today in (days.last_day, days.last_working_day):
        return DueState("now", "hạn hôm nay", "●")
    if not left:
        return DueState("now", f"hạn {weekday_long(days.last_day)} {day_month(days.last_day)}", "●")
    if left > _WEEK:
        return DueState("later", day_text(days.last_day), "–")
    code: DueCode = "soon" if left <= _SOON else "week"
    return DueState(code, f"còn {left} ngày làm việc", "◐" if left <= _SOON else "○")


def done_state(done_on: date, act: str = "do", returned: bool = False) -> DueState:
    """A finished task; `returned`: it ended by sending back what was looked at."""
    return DueState("done", ("đã trả lại {}" if returned else _DONE[act]).format(day_text(done_on)), "✓")


def why_days(
    days: TaskDays, today: date, calendar: WorkCalendar, reminders: Set[date] = frozenset(),
) -> tuple[DayCell, ...]:
    """Five days, always with the last working day, the last day, the day the plan names and the first overdue one.

    Today stands among them; working days before fill up. Empty without a due day. `gap`: days are left out before it.
    """
    if days.last_day is None or days.overdue_after is None:
        return ()
    telling = {days.last_working_day or days.last_day, days.last_day, days.overdue_after,
               days.overdue_after + timedelta(days=1)}
    shown = sorted(telling | {today})
    while len(shown) < _CELLS:
        before = calendar.add_working(min(telling), -1)
        telling.add(before)
        shown = sorted({*shown, before})
    return tuple(
        DayCell(day, weekday_short(day), day_month(day), _note(day, days, today, calendar, reminders),
                _tone(day, days, today, calendar), n > 0 and day - shown[n - 1] > timedelta(days=1))
        for n, day in enumerate(shown))


def _note(day: date, days: TaskDays, today: date, calendar: WorkCalendar, reminders: Set[date]) -> str:
    """What the day is, the most telling first."""
    notes = (
        (day == today == days.last_day, "hôm nay, ngày cuối"), (day == today, "hôm nay"),
        (day == days.last_day, "ngày cuối"), (_is_late(day, days), "quá hạn"),
        (days.last_day is not None and day > days.last_day, "ngày ghi trong kế hoạch"),
        (day == days.last_working_day, "ngày làm việc cuối"), (day in reminders, "nhắc"),
        (not calendar.is_working(day), "nghỉ"),
    )
    return next((text for holds, text in notes if holds), "")


def _tone(day: date, days: TaskDays, today: date, calendar: WorkCalendar) -> str:
    decisive = "late" if _is_late(day, days) else "last" if _is_last(day, days) else ""
    if day == today:
        return f"today {decisive}".strip()
    return decisive or ("" if calendar.is_working(day) else "rest")


def _is_late(day: date, days: TaskDays) -> bool:
    return days.overdue_after is not None and day > days.overdue_after


def _is_last(day: date, days: TaskDays) -> bool:
    return days.last_day is not None and (day == days.last_working_day or day >= days.last_day)
