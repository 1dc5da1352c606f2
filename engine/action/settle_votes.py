"""Members whose accounts were closed are waited for no longer: votes that lacked only theirs are counted."""

from collections.abc import Sequence
from datetime import datetime

from engine.action.closing import told_all
from engine.action.round_end import end_vote
from engine.action.scene import Actor, Scene
from engine.action.stuck import Stuck
from engine.base.ids import IdSource
from engine.store import ballots, instances, runs, tasks
from engine.store.database import Database
from engine.store.incidents import open_incident


def settle_votes(database: Database, ids: IdSource, persons: Sequence[str], now: datetime) -> int:
    """How many votes were counted; each in its own transaction. One that cannot go on becomes an incident."""
    with database.read() as connection:
        found = ballots.open_of_persons(connection, persons)
    return sum(_settle(database, ids, *row, now) for row in found)


def _settle(database: Database, ids: IdSource, task_id: str, tenant_id: str, run_id: str, instance_id: str,
            now: datetime) -> bool:
    try:
        with database.write() as connection:
            run = runs.lock(connection, run_id, exclusive=True)
            instance = instances.lock(connection, instance_id)
            scene = Scene(connection, ids, run, Actor(), now).at(instance.version_id)
            waiting = tasks.get(connection, tenant_id, task_id, lock=True)
            done = waiting is not None and waiting.status == "open" and end_vote(scene, waiting, instance)
    except Stuck as stuck:
        with database.write() as connection:
            open_incident(connection, ids, stuck.trouble, now)
        return False
    told_all(database, ids, scene)
    return done
