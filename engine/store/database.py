"""Where rows live: SQLite or PostgreSQL behind one value with a way to write and a way to read."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url, text

from engine.store.prepared import Prepared, driver_of
from engine.store.tables import metadata
from engine.store.transactions import Transactions

_BUSY_MILLISECONDS = 5000
_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MILLISECONDS}")
_READER = ("query_only=ON", f"busy_timeout={_BUSY_MILLISECONDS}")
# A revision may rebuild a table that others refer to; SQLite checks the references when the revision is done.
# Nothing to lose, nobody beside: a rehearsal's rows end with it.
_ALONE = ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=ON")
_UPGRADER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", f"busy_timeout={_BUSY_MILLISECONDS}")

_BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_SET, _BACK_TO, _RELEASE = (Prepared(text(said)) for said in (
    "SAVEPOINT here", "ROLLBACK TO SAVEPOINT here", "RELEASE SAVEPOINT here"))


@dataclass(frozen=True)
class Database:
    """An open database. A read sees one moment, however long it takes, and never waits for a writer."""

    writing: Transactions
    reading: Transactions

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end, rolled back by an exception. SQLite takes the write lock at once."""
        return self.writing.one()

    def read(self) -> AbstractContextManager[Connection]:
        """One read-only transaction."""
        return self.reading.one()

    @property
    def writer(self) -> Engine:
        return self.writing.engine

    @property
    def reader(self) -> Engine:
        return self.reading.engine

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def close(self) -> None:
        """Give all connections back; the value opens new ones when it is used again."""
        self.writing.close()
        self.reading.close()


def locks_rows(connection: Connection) -> bool:
    """Whether a row that was read may change before it is locked; SQLite has one writer at a time."""
    return connection.dialect.name != "sqlite"


class MemoryDatabase(Database):
    """A database in memory for one thread alone: with nobody beside, a read needs no transaction."""

    @cached_property
    def _connection(self) -> Connection:
        return self.writer.connect()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, begun and ended by the driver itself."""
        driver = driver_of(self._connection)
        driver.execute("BEGIN")
        with driver:  # commits, or rolls back and raises on
            yield self._connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The rows as they are."""
        yield self._connection


def open_database(url: str) -> Database:
    """The database at `sqlite:///path` or `postgresql://…`; nothing is connected yet.

    Raises sqlalchemy.exc.ArgumentError for an address nobody can read.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return Database(Transactions(_sqlite(address, _WRITER, max_overflow=-1), "BEGIN IMMEDIATE"),
                        Transactions(_sqlite(address, _READER, max_overflow=-1), "BEGIN"))
    # The driver must not begin transactions by itself.
    engine = create_engine(address, pool_pre_ping=True, max_overflow=-1, isolation_level="AUTOCOMMIT")
    writing = Transactions(engine, "BEGIN")
    return Database(writing, replace(writing, begin=_BEGIN_READING))  # on the same connections


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that an exception undoes alone; it is raised on."""
    _SET.run(connection)
    kept = False
    try:
        yield
        kept = True
    finally:
        if not kept:
            _BACK_TO.run(connection)
        _RELEASE.run(connection)


def memory_database() -> Database:
    """A new database in memory with every table, for one thread alone; gone when it is closed."""
    engine = _sqlite(make_url("sqlite://"), _ALONE, poolclass=StaticPool)
    metadata.create_all(engine)
    alone = Transactions(engine, None)
    return MemoryDatabase(alone, alone)


def conninfo(database: Database) -> str:
    """The address of a PostgreSQL database for its driver, with the password."""
    return database.writer.url.set(drivername="postgresql").render_as_string(hide_password=False)


def upgrader(url: str) -> Engine:
    """The engine that changes the schema."""
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address)
    engine = _sqlite(address, _UPGRADER)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver_of(connection).execute("BEGIN IMMEDIATE")

    return engine


def _address(url: str) -> URL:
    # SQLAlchemy 2.0 and 2.1 take a bare postgresql:// for different drivers; we mean psycopg 3.
    address = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def _sqlite(address: URL, pragmas: tuple[str, ...], **options: Any) -> Engine:
    engine = create_engine(address, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: SQLiteConnection, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return engine
