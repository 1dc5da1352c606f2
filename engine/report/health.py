"""Whether the database can be worked with and the work goes on, for the health page."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.base.clock import VIETNAM
from engine.instance.cache import figures
from engine.store.database import Database
from engine.store.messages import waiting_since
from engine.store.schema import schema_problem
from engine.store.sending import letters_stuck
from engine.store.tables import task, timer

PATIENCE = timedelta(minutes=15)
"""How long something due may wait before the scheduler counts as silent."""


def database_problem(database: Database) -> str | None:
    """What is wrong with the database, in one sentence; None when nothing is."""
    return schema_problem(database)


def scheduler_problem(database: Database, now: datetime) -> str | None:
    """A sentence when something due has waited longer than PATIENCE, whichever process should have seen to it."""
    with database.read() as connection:
        timers = connection.execute(select(func.min(timer.c.due_at))).scalar_one()
        tasks = connection.execute(select(func.min(task.c.next_act_at)).where(task.c.status == "open")).scalar_one()
        told = waiting_since(connection, now)
    waiting = min((moment for moment in (timers, tasks, told) if moment), default=now)
    return silent_since(waiting) if now - waiting > PATIENCE else None


def silent_since(moment: datetime) -> str:
    """The sentence about a scheduler that has been silent since that moment."""
    local = moment.astimezone(VIETNAM)
    return (f"bộ lập lịch im lặng từ {local:%H:%M %d/%m/%Y}; hãy xem nhật ký rồi chạy lại "
            "`kheo serve` hoặc `kheo worker`")


def transitions() -> dict[str, int]:
    """What the transition cache of this process holds and did since it began; `alarms` must stay 0."""
    return asdict(figures())


def stuck_letters(database: Database) -> int:
    """How many letters no longer go out by themselves."""
    with database.read() as connection:
        return letters_stuck(connection)
