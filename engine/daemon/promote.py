"""What is due becomes jobs: pages of keys, as many as workers can use soon; never a row for the far future."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from engine.base.ids import IdSource
from engine.daemon.kind import Kind
from engine.store import jobs
from engine.store.database import Database
from engine.store.jobs import NewJob

log = structlog.get_logger()
AHEAD = 20
"""So many pages of a kind wait at most."""
_TOO_MANY = 20_000
"""So many keys of one kind that fail mean that not the keys are at fault: no more are taken up."""


@dataclass(frozen=True, slots=True)
class Promoted:
    """How many jobs were made. `full`: there may be more to promote when these are done."""

    jobs: int = 0
    full: bool = False


def promote(database: Database, ids: IdSource, kind: Kind, now: datetime) -> Promoted:
    """Make jobs of the kind's due keys that no job has. Two who promote at once make each job once; and if a key did
    come into two jobs, its effect would still be one."""
    with database.read() as connection:
        if not _new_keys(connection, kind, now)[0]:
            return Promoted()
    with database.write() as connection:
        if not jobs.alone(connection):
            return Promoted()
        keys, room = _new_keys(connection, kind, now)
        starts = range(0, len(keys), kind.page)
        in_order = sorted(ids.new() for _ in starts)  # what was due first is taken first
        new = [NewJob(job_id, kind.name, tuple(keys[start:start + kind.page]), kind.priority)
               for job_id, start in zip(in_order, starts, strict=True)]
        jobs.add(connection, new, now)
    return Promoted(len(new), len(keys) >= room * kind.page)


def _new_keys(connection: Connection, kind: Kind, now: datetime) -> tuple[list[str], int]:
    """Due keys that no job has, and how many pages may be made."""
    held, fresh = jobs.keys_in_jobs(connection, kind.name)
    room = AHEAD - fresh
    if len(held) > _TOO_MANY:
        log.error("too many jobs fail", kind=kind.name, keys=len(held))
        return [], 0
    if room <= 0 or any(jobs.keys_in_jobs(connection, other)[1] for other in kind.after):
        return [], 0
    due = kind.due(connection, now, len(held) + room * kind.page)
    return [key for key in due if key not in held][:room * kind.page], room
