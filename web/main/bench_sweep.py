"""What a worker does about everything that is due, for `kheo bench nation`: the jobs, under leases, letters aside."""

from datetime import datetime

from engine.base.ids import IdSource
from engine.daemon.scheduler import tick
from engine.store.database import Database


def sweep(database: Database, ids: IdSource, now: datetime) -> None:
    """One tick of the scheduler on that moment."""
    tick(database, ids, lambda: now, None)
