"""One process of the nation: the people of its communes, and the scheduler that all processes share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from multiprocessing.connection import Connection
from threading import Barrier
from typing import Any

from sqlalchemy import text

from engine.base.clock import cpu_seconds, local_moment, wall_seconds
from engine.base.ids import IdSource, SeededIds
from engine.bench.measure import process_seconds
from engine.bench.rehearsed import sample_plan
from engine.plan.organisation import Organisation
from engine.rehearse.clockwork import TICKS
from engine.rehearse.organisation import synthetic_organisation
from engine.rehearse.rehearsal import Rehearsal
from engine.rehearse.stage import Ground, build_stage
from engine.store import instances, tasks
from engine.store.database import Database, open_database

Sweep = Callable[[Database, IdSource, datetime], None]
"""What a worker of kheo does about everything that is due at that moment."""
_AFTER_YEAR = timedelta(days=31)


class TurningIds:
    """Ids that sort by the turn in which they were made, whichever process made them."""

    def __init__(self, worker: int, workers: int) -> None:
        self._worker, self._workers = worker, workers
        self._turn = 0
        self.turn()

    def turn(self) -> None:
        """What comes now sorts behind all that was made before, by this process or another."""
        self._source = SeededIds(self._turn * self._workers + self._worker + 1)
        self._turn += 1

    def new(self) -> str:
        return self._source.new()


@dataclass(frozen=True, slots=True)
class Share:
    """Which communes a process has: every `workers`-th of `communes` from `worker` on."""

    url: str
    worker: int
    workers: int
    communes: int
    units: int
    days: int
    """How long the year is; all of it but in a trial."""


@dataclass(frozen=True, slots=True)
class InStep:
    """What keeps the processes in step: all wait for each other, and count how often anybody swept."""

    barrier: Barrier
    sweeps: Any


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process used for the year, and the database's processes beside it; wall clock too."""

    cpu: float
    server: float | None
    wall: float


def play_share(told: Connection, share: Share, step: InStep, sweep: Sweep) -> None:
    """The process: prepare the communes, play the year in step with the others, tell what it took."""
    database = open_database(share.url)
    ids = TurningIds(share.worker, share.workers)
    communes = [_commune(database, ids, number, share.units)
                for number in range(share.worker, share.communes, share.workers)]
    step.barrier.wait()
    server, cpu, wall = _server_seconds(database), cpu_seconds(), wall_seconds()
    stirred, ahead = True, _ahead(database)
    for now, day, tick in _moments(communes[0], share.days):
        ids.turn()
        worked = [one.work_until(now) for one in communes]
        step.barrier.wait()
        before = step.sweeps.value
        step.barrier.wait()
        if stirred or any(worked) or (ahead is not None and ahead <= now):
            sweep(database, ids, now)
            with step.sweeps.get_lock():
                step.sweeps.value += 1
        step.barrier.wait()
        ids.turn()
        if step.sweeps.value > before:
            ahead = _ahead(database)
            for one in communes:
                one.look_in(now)
        acted = [one.act_by_themselves(day, tick) for one in communes]
        stirred = any(acted)
    spent = cpu_seconds() - cpu
    step.barrier.wait()
    ended = _server_seconds(database)
    told.send(Spent(spent, None if server is None or ended is None else ended - server, wall_seconds() - wall))
    told.close()
    database.close()


def _ahead(database: Database) -> datetime | None:
    """The next moment at which the clock brings something by itself."""
    with database.read() as connection:
        moments = (tasks.next_act(connection), instances.next_timer(connection))
    return min((moment for moment in moments if moment), default=None)


def _commune(database: Database, ids: IdSource, number: int, units: int) -> Rehearsal:
    loaded, real, year = sample_plan()
    organisation = _named(synthetic_organisation(loaded.plan, real, units), number)
    return Rehearsal(build_stage(loaded, organisation, year, ground=Ground(database, ids)), "punctual", number + 1)


def _named(organisation: Organisation, number: int) -> Organisation:
    """Another commune with the same bodies: its root and its accounts have names of their own."""
    root = organisation.root().code
    units = tuple(unit.model_copy(update={
        "code": f"xa-{number}" if unit.code == root else unit.code,
        "parent": f"xa-{number}" if unit.parent == root else unit.parent}) for unit in organisation.units)
    people = tuple(person.model_copy(update={
        "login": f"x{number}-{person.login}", "email": None,
        "positions": tuple(held.model_copy(update={"unit": f"xa-{number}"}) if held.unit == root else held
                           for held in person.positions)}) for person in organisation.people)
    return organisation.model_copy(update={"units": units, "people": people})


def _moments(first: Rehearsal, days: int) -> Iterator[tuple[datetime, date, time]]:
    """When everybody looks, from the day on which the plan is issued until after the end of its year."""
    day, last = first.stage.begins, date(first.stage.year, 12, 31) + _AFTER_YEAR
    for n in range(min(days, (last - day).days + 1)):
        for tick in TICKS:
            on = day + timedelta(days=n)
            yield local_moment(on, tick.hour, tick.minute), on, tick


def _server_seconds(database: Database) -> float | None:
    """CPU that the database's own processes for this database have used; None where nobody can tell."""
    with database.read() as connection:
        found = connection.execute(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
        numbers = [int(number) for number in found.scalars()]
    try:
        return sum(process_seconds(number) for number in numbers)
    except OSError:
        return None
