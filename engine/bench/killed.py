"""Sweeps in a process of its own, which is killed without warning half-way; another process does the rest."""

from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from engine.action.fire_due import fire_due
from engine.base.ids import TimedIds
from engine.bench.measure import peak_kilobytes
from engine.store.database import open_database

_PAGE = 500


def swept_over_a_kill(url: str, due: int, now: datetime) -> dict[str, Any]:
    """Pages swept in all, the greatest memory of a process that swept, and after how many pages one was killed."""
    killed_after, most = _run(url, now, due // 2)
    rest, more = _run(url, now, None)
    return {"pages": killed_after + rest, "peak_mb": round(max(most, more) / 1024, 1),
            "killed_after_pages": killed_after}


def _run(url: str, now: datetime, kill_after: int | None) -> tuple[int, int]:
    """How many pages one process finished, and its greatest memory in kilobytes; killed after so many tasks."""
    spawning = get_context("spawn")
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=sweep, args=(there, url, now))
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


def sweep(told: Connection, url: str, now: datetime) -> None:
    """The process: page after page, each announced with the memory used so far."""
    database, ids, more = open_database(url), TimedIds(), True
    while more:
        more = fire_due(database, ids, now, _PAGE).more
        told.send(peak_kilobytes())
    database.close()
    told.close()
