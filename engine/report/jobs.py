"""Work in the background as administrators see it: what waits, what is in hands, what was given up."""

from dataclasses import dataclass

from engine.store import jobs
from engine.store.database import Database
from engine.store.jobs import GivenUp, Waiting
from engine.store.processes import Process, on_record
from engine.work.people import Forbidden, Viewer

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Queue:
    """`given_up`: what the administrator can try again; `kinds`: how much there is of each kind; `processes`: who does
    it, here and elsewhere, and who did within the last days."""

    given_up: tuple[GivenUp, ...]
    kinds: tuple[Waiting, ...]
    processes: tuple[Process, ...]


def job_queue(database: Database, viewer: Viewer) -> Queue:
    """Raises Forbidden to all but administrators. At most 1,000 of what was given up, the oldest first."""
    if not viewer.administrator:
        raise Forbidden("chỉ người quản trị xem được việc nền")
    with database.read() as connection:
        return Queue(tuple(jobs.given_up(connection, viewer.tenant_id, _MOST)), tuple(jobs.summary(connection)),
                     on_record(connection))


def untold_jobs(database: Database, viewer: Viewer) -> tuple[GivenUp, ...]:
    """For administrators what was given up and stands in no incident, at most 1,000; nothing for anybody else."""
    if not viewer.administrator:
        return ()
    with database.read() as connection:
        return tuple(jobs.untold(connection, viewer.tenant_id, _MOST))


def dead_jobs(database: Database) -> int:
    """How many jobs kheo no longer tries by itself."""
    with database.read() as connection:
        return jobs.all_given_up(connection)
