"""Who does a task of a played run: the people behind its role, as those who look and act."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.base.clock import local_day, local_moment
from engine.store.database import Database
from engine.store.holders import Holder, holders
from engine.store.people import viewer_of_person
from engine.work.people import Viewer
from engine.work.seat import Seat
from engine.work.task import Task


@dataclass
class Cast:
    """The people of one database; each is read once, for positions do not change while a run is played."""

    database: Database
    _viewers: dict[str, Viewer] = field(default_factory=dict)
    _seated: dict[Seat, tuple[Holder, ...]] = field(default_factory=dict)

    def actors(self, task: Task, now: datetime) -> list[str]:
        """Person ids: all chosen members of a ballot, else who holds the first position of the role; empty: nobody."""
        places = task.candidate_positions if task.candidate_unit_id else ()
        seats = [Seat(task.role, task.candidate_unit_id, (place,)) for place in places] or [
            Seat(task.role, task.candidate_unit_id, (), tuple(sorted(task.persons)))]
        people = [person.id for seat in seats for person in self._holders(seat, local_day(now))]
        return people if task.act == "ballot" and task.candidate_unit_id is None else people[:1]

    def sitting(self, seat: Seat, now: datetime) -> tuple[Holder, ...]:
        """Who sits there."""
        return self._holders(seat, local_day(now))

    def viewer(self, person_id: str, now: datetime) -> Viewer:
        """The person with the positions held."""
        if person_id not in self._viewers:
            with self.database.read() as connection:
                found = viewer_of_person(connection, person_id, local_day(now))
            assert found
            self._viewers[person_id] = found
        return self._viewers[person_id]

    def _holders(self, seat: Seat, today: date) -> tuple[Holder, ...]:
        if seat not in self._seated:
            with self.database.read() as connection:
                self._seated[seat] = holders(connection, [seat], today)[seat]
        return self._seated[seat]


def moments(day: date) -> Iterator[datetime]:
    """Working hours: every three minutes from half past eight."""
    moment = local_moment(day, 8, 30)
    while True:
        yield moment
        moment += timedelta(minutes=3)
