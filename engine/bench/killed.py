"""A worker in a process of its own, which is killed without warning half-way; another one does the rest."""

from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from engine.base.ids import IdSource, TimedIds
from engine.bench.measure import peak_kilobytes
from engine.store.database import Database, open_database

WorkPages = Callable[[Database, IdSource, datetime, Callable[[], None]], None]
"""A worker's loop over the pages of reminders due at that moment; the last is called after each page."""
_PAGE = 500
_LEASE_OVER = timedelta(minutes=2)
"""The page in the hands of the worker that was killed is free by then."""


def swept_over_a_kill(url: str, due: int, now: datetime, work: WorkPages) -> dict[str, Any]:
    """Pages swept in all, the greatest memory of a process that swept, and after how many pages one was killed."""
    killed_after, most = _run(url, now, due // 2, work)
    rest, more = _run(url, now + _LEASE_OVER, None, work)
    return {"pages": killed_after + rest, "peak_mb": round(max(most, more) / 1024, 1),
            "killed_after_pages": killed_after}


def _run(url: str, now: datetime, kill_after: int | None, work: WorkPages) -> tuple[int, int]:
    """How many pages one process finished, and its greatest memory in kilobytes; killed after so many tasks."""
    spawning = get_context("spawn")
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=sweep, args=(there, url, now, work))
    process.start()
    there.close()
    pages, most = 0, 0
    try:
        while True:
            most = here.recv()
            pages += 1
            if kill_after is not None and pages * _PAGE >= kill_after:
                process.kill()
                break
    except EOFError:
        pass
    process.join()
    here.close()
    return pages, most


def sweep(told: Connection, url: str, now: datetime, work: WorkPages) -> None:
    """The process: page after page, each announced with the memory used so far."""
    database = open_database(url)
    work(database, TimedIds(), now, lambda: told.send(peak_kilobytes()))
    database.close()
    told.close()
