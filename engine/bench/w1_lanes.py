"""The ways of doing W1, each over a database of its own: kheo, its statements alone, SpiffWorkflow alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.base.ids import SeededIds
from engine.bench.measure import Way, process_seconds, server_process
from engine.bench.place import Place
from engine.bench.plain_spiffworkflow import PlainStore, form_data
from engine.bench.statements import Statements, send_again, send_raw
from engine.bench.w1_acts import BEGIN, ROUNDS, Act, Entry
from engine.store.database import open_database

LANES = ("warm", "floor", "raw", "plain", "cold")
IDS = 2
"""The seed of what the acts make: every way writes the same rows."""
_REMIND = "2036-06-30T00:00:00+07:00"
"""Far ahead of the clock of the machine, which SpiffWorkflow reads by itself."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What W1 does, act by act, and the statements of each act."""

    entries: tuple[Entry, ...]
    acts: tuple[Act, ...]
    statements: tuple[Statements, ...]
    state_bytes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A database of its own, and what is done there."""

    do: Callable[[int], object]
    before: Callable[[int], object]
    server: Callable[[], float | None]

    def way(self) -> Way:
        """A new measurement in it."""
        return Way(self.do, self.before, self.server)


@contextmanager
def lane(place: Place, name: str, recorded: Recorded) -> Iterator[Lane]:
    """Acts of kheo ("warm", "cold"), their statements ("floor", "raw"), or SpiffWorkflow alone ("plain")."""
    database = open_database(place.copy("base", name))
    acts, statements, ids = recorded.acts, recorded.statements, SeededIds(IDS)
    if name in ("plain", "raw"):
        with database.writer.connect() as connection:
            server, driver = _server(connection), _driver(connection)
            yield (_plain(PlainStore(driver), recorded.entries, server) if name == "plain"
                   else Lane(lambda n: send_raw(driver, statements[n]), _nothing, server))
            connection.invalidate()
    else:
        with database.write() as connection:
            server = _server(connection)  # of the one connection that is kept
        yield Lane((lambda n: send_again(database, statements[n])) if name == "floor"
                   else (lambda n: acts[n].do(database, ids)), _nothing, server)
    database.close()
    place.drop(name)


def _driver(connection: Connection) -> Any:
    """The driver's own connection; transactions are begun by whoever uses it."""
    connection.rollback()
    return connection.connection.driver_connection


def _plain(store: PlainStore, entries: tuple[Entry, ...], server: Callable[[], float | None]) -> Lane:
    """Act number n is the start of instance n, or a completion of instance n % count."""
    count = len(entries)
    opened: dict[str, str] = {}

    def look(number: int) -> None:
        if number % count == 0:
            opened.clear()
            opened.update(store.open_tasks())

    def act(number: int) -> None:
        which, entry = number // count - 1, entries[number % count]
        if which < 0:
            store.start(entry.name, entry.number, BEGIN)
            return
        one = ROUNDS[which]
        data = form_data(entry.answers(one.form), one.outcome == "nhan", _REMIND)
        store.complete(opened[entry.name], entry.number, data, BEGIN)

    return Lane(act, look, server)


def _server(connection: Connection) -> Callable[[], float | None]:
    """How to ask what the database's process behind the connection has used."""
    number = server_process(connection)
    return lambda: None if number is None else process_seconds(number)


def _nothing(_: int) -> None:
    """Nothing is to be done before."""
