"""A compressed year of many communes on PostgreSQL, their people and the scheduler spread over processes."""

from collections.abc import Sequence
from multiprocessing import get_context
from typing import Any

from sqlalchemy import func, select

from engine.bench.measure import machine, milliseconds
from engine.bench.nation_worker import InStep, Share, Spent, Sweep, play_share
from engine.bench.place import Place
from engine.store.database import open_database
from engine.store.tables import incident, notice, task

COMMUNES_OF_VIET_NAM = 3321
SIZES = (10, 30, 100)
_WHOLE_YEAR = 400


def nation(place: Place, most: int, units: int, sweep: Sweep, days: int = _WHOLE_YEAR) -> dict[str, Any]:
    """A year at up to three sizes, the greatest `most`, by two workers; the middle one by one worker too."""
    sizes = sorted({size for size in SIZES if size < most} | {most})
    found = {size: _year(place, Share("", 0, 2, size, units, days), sweep) for size in sizes}
    compared = sizes[len(sizes) // 2]
    alone = _year(place, Share("", 0, 1, compared, units, days), sweep)
    largest = found[sizes[-1]]
    return {
        "n": most, "units": units, "database": place.kind, "machine": machine(), "workers": 2,
        "communes": {str(size): one for size, one in found.items()},
        "one_worker": {"communes": compared, **alone},
        "speedup_two_workers": round(found[compared]["tasks_per_second"] / alone["tasks_per_second"], 2),
        "cost_ratio": round(largest["cpu_ms_per_task"] / found[sizes[0]]["cpu_ms_per_task"], 2),
        "viet_nam": _extrapolated(largest, sizes[-1]),
    }


def _year(place: Place, share: Share, sweep: Sweep) -> dict[str, Any]:
    """One year in a database of its own."""
    name = f"nation{share.communes}x{share.workers}"
    url = place.new(name)
    empty = place.bytes_of(name)
    spent = _played(Share(url, 0, share.workers, share.communes, share.units, share.days), sweep)
    database = open_database(url)
    with database.read() as connection:
        tasks, done, notices, incidents = (int(connection.execute(query).scalar_one()) for query in (
            select(func.count()).select_from(task), select(func.count()).select_from(task).where(
                task.c.status == "done"), select(func.count()).select_from(notice),
            select(func.count()).select_from(incident)))
    database.close()
    size = place.bytes_of(name) - empty
    place.drop(name)
    wall = max(one.wall for one in spent)
    served = [one.server for one in spent if one.server is not None]
    return {
        "tasks": tasks, "completed": done, "notices": notices, "incidents": incidents,
        "cpu_ms_per_task": milliseconds(sum(one.cpu for one in spent) / tasks),
        "server_cpu_ms_per_task": milliseconds(max(served) / tasks) if served else None,
        "tasks_per_second": round(tasks / wall, 1), "seconds": round(wall, 1), "database_mb": round(size / 1e6, 1),
    }


def _played(share: Share, sweep: Sweep) -> Sequence[Spent]:
    """The year, played by so many processes in step."""
    spawning = get_context("spawn")
    step = InStep(spawning.Barrier(share.workers), spawning.Value("i", 0))
    ends, processes = [], []
    for worker in range(share.workers):
        here, there = spawning.Pipe(duplex=False)
        mine = Share(share.url, worker, share.workers, share.communes, share.units, share.days)
        processes.append(spawning.Process(target=play_share, args=(there, mine, step, sweep)))
        processes[-1].start()
        there.close()
        ends.append(here)
    try:
        return [end.recv() for end in ends]
    except EOFError:
        step.barrier.abort()  # the others do not wait for one that is gone
        raise RuntimeError("a process of the measurement ended before the year did") from None
    finally:
        for process in processes:
            process.join()


def _extrapolated(largest: dict[str, Any], communes: int) -> dict[str, float]:
    """The same for all communes of the country: arithmetic, not measured."""
    times = COMMUNES_OF_VIET_NAM / communes
    cpu = largest["cpu_ms_per_task"] + (largest["server_cpu_ms_per_task"] or 0)
    return {"communes": COMMUNES_OF_VIET_NAM, "tasks": round(largest["tasks"] * times),
            "cpu_hours": round(largest["tasks"] * times * cpu / 3.6e6, 1),
            "database_gb": round(largest["database_mb"] * times / 1000, 1)}
