"""Whether the database can be worked with and the work goes on, for the health page."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.base.clock import VIETNAM
from engine.instance.cache import figures
from engine.store import jobs
from engine.store.database import Database
from engine.store.messages import waiting_since
from engine.store.processes import on_record
from engine.store.schema import schema_problem
from engine.store.sending import letters_stuck
from engine.store.tables import instance, task, timer

PATIENCE = timedelta(minutes=15)
"""How long something due may wait before the scheduler counts as silent."""


def database_problem(database: Database) -> str | None:
    """What is wrong with the database, in one sentence; None when nothing is."""
    return schema_problem(database)


def scheduler_problem(database: Database, now: datetime) -> str | None:
    """A sentence when something due has waited longer than PATIENCE, whichever process should have seen to it.

    Not while a worker has a page in hands, and not about what was tried and failed: that is told elsewhere.
    """
    with database.read() as connection:
        if jobs.in_hands(connection, now):
            return None
        failed = {kind: jobs.failed_keys(connection, kind) for kind in ("timer", "task")}
        timers = connection.execute(
            select(timer.c.due_at, instance.c.run_id, timer.c.instance_id, timer.c.node)
            .join(instance, instance.c.id == timer.c.instance_id).where(timer.c.due_at <= now)
            .order_by(timer.c.due_at).limit(len(failed["timer"]) + 1)).all()
        tasks = connection.execute(
            select(task.c.next_act_at, task.c.id).where(task.c.status == "open", task.c.next_act_at <= now)
            .order_by(task.c.next_act_at).limit(len(failed["task"]) + 1)).all()
        told = waiting_since(connection, now)
    due = [row[0] for row in timers if " ".join(row[1:]) not in failed["timer"]]
    due += [row[0] for row in tasks if row[1] not in failed["task"]]
    waiting = min([*due, told] if told else due, default=now)
    return silent_since(waiting) if now - waiting > PATIENCE else None


def silent_since(moment: datetime) -> str:
    """The sentence about a scheduler that has been silent since that moment."""
    local = moment.astimezone(VIETNAM)
    return (f"bộ lập lịch im lặng từ {local:%H:%M %d/%m/%Y}; hãy xem nhật ký rồi chạy lại "
            "`kheo serve` hoặc `kheo worker`")


def transitions() -> dict[str, int]:
    """What the transition cache of this process holds and did since it began; `alarms` must stay 0."""
    return asdict(figures())


def all_transitions(database: Database, now: datetime) -> dict[str, int]:
    """The same of all processes of the installation that live, added up; `processes`: how many they are."""
    with database.read() as connection:
        living = [one.transitions for one in on_record(connection) if one.lives(now)]
    names = ("hits", "misses", "evictions", "bytes", "checked", "alarms")
    return {"processes": len(living), **{name: sum(one.get(name, 0) for one in living) for name in names}}


def stuck_letters(database: Database) -> int:
    """How many letters no longer go out by themselves."""
    with database.read() as connection:
        return letters_stuck(connection)
