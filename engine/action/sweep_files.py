"""Once a day contents that no file needs are deleted: removed long ago, or taken in without a row being written."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from engine.action.forget_papers import forget_papers
from engine.base.clock import VIETNAM
from engine.store import compared, files
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.sweeping import AGE, PREFIXES, Swept, old_contents, sweep, tidy_incoming

log = structlog.get_logger()
KEPT_AFTER_REMOVAL = timedelta(days=30)
"""A database put back from a backup of these days finds the contents of its files."""
_DAY = "swept_on"
_FROM_HOUR = 3


def sweep_due(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """The day, as ISO 8601, on which nobody has swept yet, from three in the morning on; at most `limit`."""
    local = now.astimezone(VIETNAM)
    day = local.date().isoformat()
    done = local.hour < _FROM_HOUR or compared.claimed(connection, (_DAY,)).get(_DAY) == day
    return () if done else (day,)[:limit]


def sweep_files(database: Database, blobs: BlobStore, now: datetime, go_on: Callable[[], bool] = lambda: True,
                age: float = AGE) -> Swept | None:
    """None when it was done today, is not due, or the folder does not look like this database's.

    `go_on`: whether to go on with the next part of the folder. `age`: as in `sweep`.
    """
    with database.write() as connection:
        due = sweep_due(connection, now, 1)
        if not due or not compared.claim(connection, _DAY, due[0]):
            return None
        forget_papers(connection, now)
    if not _ours(database, blobs, age):
        return None

    def needed(digests: Collection[str]) -> Collection[str]:
        with database.write() as connection:  # after whoever is writing a row of such a content
            return files.needed(connection, digests, now - KEPT_AFTER_REMOVAL)

    done = Swept()
    for prefix in PREFIXES:
        if not go_on():
            break
        done += sweep(blobs, prefix, needed, age)
    tidy_incoming(blobs, age)
    if done.removed or done.kept:
        log.info("contents swept", removed=done.removed, bytes=done.freed, kept=done.kept)
    return done


def _ours(database: Database, blobs: BlobStore, age: float) -> bool:
    """Not where most contents were never named by any row: then the folder belongs to another database."""
    old = known = 0
    for prefix in PREFIXES:
        digests = old_contents(blobs, prefix, age)
        with database.read() as connection:
            known += len(files.known(connection, digests))
        old += len(digests)
    if old > 2 * known:
        log.error("contents not swept: most are named by no row of this database", contents=old, known=known)
    return old <= 2 * known
