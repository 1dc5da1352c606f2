"""The days on which a task is urged, and which urging is to be sent now: late or restarted, never twice, no burst."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from functools import lru_cache

from engine.base.calendar import WorkCalendar
from engine.base.clock import VIETNAM, local_day, local_moment
from engine.plan.model import Ladder, Rung
from engine.work.deadline import Due

RungDay = tuple[int, date, Rung]
"""Level, planned day, rung."""
Sent = Set[tuple[int, date]]
"""Level and planned day of what was sent: never sent again."""
QUIET_FROM = 21
"""Hour in Viet Nam from which a late scheduler waits for the next working day."""


def rung_days(ladder: Ladder, due: Due, calendar: WorkCalendar) -> tuple[RungDay, ...]:
    """The planned day of each rung, in order; all are working days. Empty while the deadline has no day."""
    if due.last_working_day is None or due.overdue_after is None:
        return ()
    return _rung_days(ladder.rungs, due.last_working_day, due.overdue_after, calendar)


@lru_cache(maxsize=4096)
def _rung_days(
    rungs: tuple[Rung, ...], last_working_day: date, overdue_after: date, calendar: WorkCalendar,
) -> tuple[RungDay, ...]:
    found = [(rung.level, _day(rung, last_working_day, overdue_after, calendar), rung) for rung in rungs]
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def due_rungs(
    ladder: Ladder, due: Due, calendar: WorkCalendar, now: datetime, already: Sent,
) -> tuple[tuple[RungDay, ...], datetime | None]:
    """What to send now and the next moment to look again (None: never).

    Of the reminders that are past, and of the escalations that are past, only the latest counts, and only if it was not
    sent; what it overtook is never sent, and no reminder is once an escalation was. The latest comes last. Outside
    working days and the hours 'giờ gửi' to 21 nothing is sent.
    """
    rungs = rung_days(ladder, due, calendar)
    past = [one for one in rungs if _moment(ladder, one) <= now]
    latest = {_escalates(one): one for one in past}
    escalated = any(_escalates(one) and one[:2] in already for one in past)
    waiting = tuple(one for escalates, one in sorted(latest.items())
                    if one[:2] not in already and (escalates or not escalated))
    ahead = next((_moment(ladder, one) for one in rungs if _moment(ladder, one) > now), None)
    if waiting and not _may_send(ladder, calendar, now):
        opening = _opening(ladder, calendar, now)
        return (), min(opening, ahead) if ahead else opening
    return waiting, ahead


def first_ahead(ladder: Ladder, due: Due, calendar: WorkCalendar, now: datetime) -> datetime | None:
    """The next moment to look at what came up just now: what is past already counts as sent."""
    return next((moment for one in rung_days(ladder, due, calendar) if (moment := _moment(ladder, one)) > now), None)


def passed_before(ladder: Ladder, due: Due, calendar: WorkCalendar, moment: datetime) -> frozenset[tuple[int, date]]:
    """Rungs whose moment was over by then: for a task that opens late they count as sent."""
    return frozenset(one[:2] for one in rung_days(ladder, due, calendar) if _moment(ladder, one) <= moment)


def _day(rung: Rung, last_working_day: date, overdue_after: date, calendar: WorkCalendar) -> date:
    if rung.before is not None:
        return calendar.add_working(last_working_day, -rung.before)
    return last_working_day if rung.after is None else calendar.add_working(overdue_after, rung.after)


def _escalates(one: RungDay) -> bool:
    return one[2].after is not None


def _moment(ladder: Ladder, one: RungDay) -> datetime:
    return local_moment(one[1], ladder.hour)


def _may_send(ladder: Ladder, calendar: WorkCalendar, now: datetime) -> bool:
    local = now.astimezone(VIETNAM)
    return calendar.is_working(local.date()) and ladder.hour <= local.hour < QUIET_FROM


def _opening(ladder: Ladder, calendar: WorkCalendar, now: datetime) -> datetime:
    """The next moment after `now` at which sending is allowed."""
    today = local_day(now)
    start = today if now < local_moment(today, ladder.hour) else today + timedelta(days=1)
    return local_moment(calendar.first_working(start), ladder.hour)
