"""The ladder for every task whose moment has come; where the notices of a run cannot be written, its own wait alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.action.scene import Actor, Scene
from engine.action.stuck import At, Stuck
from engine.action.urging import Urged, urge
from engine.base.ids import IdSource
from engine.store import incidents, runs, tasks
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.work.task import Task


@done_again
def urge_due(database: Database, ids: IdSource, now: datetime, page: int, only: Sequence[str] | None = None) -> Urged:
    """One page, in one transaction; task by task when something in it cannot be done. Of the tasks `only`, if given."""
    def found(connection: Connection) -> list[Task]:
        wanted = tasks.due_ids(connection, now, page) if only is None else only
        return tasks.due_among(connection, wanted, now)

    try:
        with database.write() as connection:
            return _urged(connection, ids, found(connection), now)
    except Stuck:
        with database.write() as connection:
            due = found(connection)
        done = Urged(0, 0, 0)
        for task in due:
            done += _alone(database, ids, task, now)
        return done


def _urged(connection: Connection, ids: IdSource, due: Sequence[Task], now: datetime) -> Urged:
    done = Urged(len(due), 0, 0)
    for run_id in dict.fromkeys(task.run_id for task in due):
        run = runs.of_id(connection, run_id)
        with At(run.tenant_id, run_id, run_id, "", "notice"):
            done += urge(Scene(connection, ids, run, Actor(), now), [task for task in due if task.run_id == run_id])
    return done


def _alone(database: Database, ids: IdSource, task: Task, now: datetime) -> Urged:
    """The one task; when its notices cannot be written it is passed over until the incident of its run has ended."""
    try:
        with database.write() as connection:
            locked = tasks.get(connection, task.tenant_id, task.id, lock=True)
            waits = locked and locked.status == "open" and locked.next_act_at and locked.next_act_at <= now
            return _urged(connection, ids, [locked] if locked and waits else [], now)
    except Stuck as stuck:
        with database.write() as connection:
            tasks.set_next_acts(connection, {task.id: None})
            incident_id = incidents.open_incident(connection, ids, stuck.trouble, now)
            record(connection, Act("urge", now, subject=task.id, outcome="refused", run_id=task.run_id,
                                   detail={"incident": incident_id, "reason": stuck.trouble.reason}))
        return Urged(1, 0, 0)
