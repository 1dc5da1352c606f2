"""What a worker does about what is due, for `kheo bench nation` and `due`: jobs, under leases, letters aside."""

from collections.abc import Callable
from datetime import datetime

from engine.base.ids import IdSource
from engine.daemon.hands import Hands
from engine.daemon.kind import KINDS
from engine.daemon.promote import promote
from engine.daemon.scheduler import tick
from engine.store.database import Database


def sweep(database: Database, ids: IdSource, now: datetime) -> None:
    """One tick of the scheduler on that moment."""
    tick(database, ids, lambda: now, None)


def work_pages(database: Database, ids: IdSource, now: datetime, told: Callable[[], None]) -> None:
    """The reminders due at that moment, promoted and done page by page until there are none; `told` hears of each."""
    [tasks] = [kind for kind in KINDS if kind.name == "task"]
    hands, busy = Hands(database, ids, lambda: now), True
    while busy:
        busy = promote(database, ids, tasks, now).jobs > 0
        while hands.work():
            told()
            busy = True
