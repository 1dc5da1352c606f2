"""What the scheduler costs: a sweep of what is due among ever more open tasks, and a whole country due on one day."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from engine.base.clock import cpu_seconds, wall_seconds
from engine.base.ids import TimedIds
from engine.bench.crowd import REMINDED_AT, Crowd, crowd
from engine.bench.killed import WorkPages, swept_over_a_kill
from engine.bench.measure import machine, milliseconds
from engine.bench.place import Place
from engine.bench.w1_world import YEAR
from engine.store.database import Database, open_database
from engine.store.tables import notice, task

DUE = 2000
SMALLEST = 100
"""The small crowd is the hundredth part of the great one."""
_SWEEPS = 3
_LAST = date(YEAR, 5, 29)
_NOW = REMINDED_AT + timedelta(minutes=5)


def due_sweeps(place: Place, most: int, same_day: int, work: WorkPages) -> dict[str, Any]:
    """A sweep of 2,000 due tasks among a hundredth of `most` and among `most`; then `same_day` tasks due at once.

    `work` is what a worker does about reminders: jobs, promoted and done page by page under a lease."""
    sizes = sorted({max(1, most // SMALLEST), most})
    spent: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    made: dict[int, tuple[Database, Sequence[str]]] = {}
    for size in sizes:
        url = place.new(f"due{size}")
        found = crowd(url, size, sizes[0])
        database = open_database(url)
        made[size] = (database, _spread(database, found, min(DUE, max(1, sizes[0] // 5))))
    for _ in range(_SWEEPS):
        for size, (database, chosen) in made.items():
            _make_due(database, chosen)
            spent[size].append(_sweep(database, work))
    among = {str(size): {"ms": milliseconds(median(wall for wall, _ in spent[size])),
                         "cpu_ms": milliseconds(median(cpu for _, cpu in spent[size])),
                         "due": len(made[size][1]), "notices": _notices(made[size][0])} for size in sizes}
    for size, (database, _) in made.items():
        database.close()
        place.drop(f"due{size}")
    ratio = among[str(sizes[-1])]["ms"] / among[str(sizes[0])]["ms"]
    return {"n": most, "database": place.kind, "machine": machine(), "among": among, "ratio": round(ratio, 2),
            "same_day": _same_day(place, same_day, work)}


def _same_day(place: Place, wanted: int, work: WorkPages) -> dict[str, Any]:
    """Everything is due at one moment; the process that sweeps is killed half-way, the next one does the rest."""
    url = place.new("same_day")
    found = crowd(url, wanted, wanted)
    database = open_database(url)
    _make_due(database, None)
    due = _open_and_due(database)
    began = wall_seconds()
    swept = swept_over_a_kill(url, due, _NOW, work)
    seconds = wall_seconds() - began
    left, told = _open_and_due(database), _notices(database)
    database.close()
    place.drop("same_day")
    return {"tasks": due, "of_units": found.tasks, **swept, "seconds": round(seconds, 1), "left": left,
            "notices": told, "twice": max(0, told - due), "lost": max(0, due - told)}


def _spread(database: Database, found: Crowd, wanted: int) -> list[str]:
    """Ids of so many tasks of units, in the bodies that the small crowd has too."""
    root = found.unit.tenant_id
    bodies = [root, *(f"{number}-{root}" for number in range(1, found.shared_bodies))]
    query = select(task.c.id).where(task.c.tenant_id.in_(bodies), task.c.status == "open",
                                    task.c.candidate_unit_id != found.office.positions[0].unit_id)
    with database.read() as connection:
        every = list(connection.execute(query.order_by(task.c.id)).scalars())
    return every[::max(1, len(every) // wanted)][:wanted]


def _make_due(database: Database, chosen: Sequence[str] | None) -> None:
    """These tasks, or all that are open, are to be reminded of now; nobody has been told yet."""
    days = {"next_act_at": REMINDED_AT, "last_day": _LAST, "last_working_day": _LAST, "overdue_after": _LAST}
    with database.write() as connection:
        connection.execute(delete(notice))
        if chosen is None:
            connection.execute(update(task).where(task.c.status == "open").values(days))
        else:
            connection.execute(update(task).where(task.c.id == bindparam("key")).values(days),
                               [{"key": key} for key in chosen])


def _sweep(database: Database, work: WorkPages) -> tuple[float, float]:
    """Seconds by the wall clock and of this process until nothing is due any more."""
    ids, wall, cpu = TimedIds(), wall_seconds(), cpu_seconds()
    work(database, ids, _NOW, lambda: None)
    return wall_seconds() - wall, cpu_seconds() - cpu


def _open_and_due(database: Database) -> int:
    query = select(func.count()).select_from(task).where(task.c.status == "open", task.c.next_act_at <= _NOW)
    with database.read() as connection:
        return int(connection.execute(query).scalar_one())


def _notices(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(notice)).scalar_one())
