"""The groups an inbox falls into by due day, as borders of days that a database can compare."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case

from engine.base.calendar import WorkCalendar
from engine.store.tables import task

GROUPS = ("late", "now", "soon", "week", "month", "later", "none")


def group_case(today: date, calendar: WorkCalendar) -> ColumnElement[str]:
    """The group of a task, as an SQL expression over its days.

    late, now, soon as work.due_state colours them: overdue, the last working day has come, within three working days.
    week: until Sunday. month: until its end. none: no day yet. In the order of the rows of inbox_order no group comes
    twice.
    """
    day = task.c.last_working_day
    sunday = today + timedelta(days=6 - today.weekday())
    month_end = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return case(
        (day.is_(None), "none"), (task.c.overdue_after < today, "late"), (day <= today, "now"),
        (day <= calendar.add_working(today, 3), "soon"), (day <= sunday, "week"), (day <= month_end, "month"),
        else_="later",
    )
