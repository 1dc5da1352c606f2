"""Statements compiled once: SQLAlchemy writes the SQL, the driver's own cursor carries it out.

Building and compiling a statement costs ten times what a small statement costs the database; the few dozen statements
of the paths that run millions of times a year are therefore values of their modules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, Connection, Dialect, Insert, Table, bindparam, insert
from sqlalchemy.exc import DBAPIError

from engine.store.ready import Ready, Row, compiled

Watcher = Callable[[Ready, Sequence[Any]], None]
Writing = Callable[[str], ClauseElement]
"""From the name of a dialect to the statement."""

_WATCHERS: list[Watcher] = []


class Prepared:
    """One statement; its parameters are the names of its `bindparam`s."""

    __slots__ = ("_ready", "_writing")

    def __init__(self, statement: ClauseElement | Writing) -> None:
        """`statement` may be a function of the dialect's name where the databases differ."""
        self._writing: Writing = (lambda _: statement) if isinstance(statement, ClauseElement) else statement
        self._ready: dict[str, Ready] = {}

    def ready(self, dialect: Dialect) -> Ready:
        """As the driver of that dialect takes it; compiled when first asked for."""
        found = self._ready.get(dialect.name)
        if found is None:
            found = self._ready[dialect.name] = compiled(self._writing(dialect.name), dialect)
        return found

    def all(self, connection: Connection, **given: Any) -> list[Row]:
        """Every row."""
        ready = self.ready(connection.dialect)
        return ready.read(_executed(connection, ready, ready.parameters(given)).fetchall())

    def first(self, connection: Connection, **given: Any) -> Row | None:
        """The first row; None when there is none."""
        ready = self.ready(connection.dialect)
        row = _executed(connection, ready, ready.parameters(given)).fetchone()
        return ready.read([row])[0] if row else None

    def scalar(self, connection: Connection, **given: Any) -> Any:
        """The first value of the first row; None when there is none."""
        row = self.first(connection, **given)
        return row[0] if row else None

    def column(self, connection: Connection, **given: Any) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self.all(connection, **given)]

    def run(self, connection: Connection, **given: Any) -> int:
        """Carry it out; how many rows it wrote."""
        ready = self.ready(connection.dialect)
        return int(_executed(connection, ready, ready.parameters(given)).rowcount)

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Carry it out for each row, in one journey where the driver can."""
        if len(rows) == 1:
            self.run(connection, **rows[0])
        elif rows:
            ready = self.ready(connection.dialect)
            _executed_many(connection, ready, [ready.parameters(row) for row in rows])


class PreparedList:
    """A statement with one list in it (`IN`): compiled once for each power of two, the rest filled by repetition."""

    __slots__ = ("_by_length", "_writing")

    def __init__(self, writing: Callable[[Sequence[Any]], ClauseElement]) -> None:
        """`writing` gets the bindparams of the list."""
        self._writing = writing
        self._by_length: dict[int, Prepared] = {}

    def all(self, connection: Connection, items: Sequence[Any], **given: Any) -> list[Row]:
        """Every row; the same row once, however often its item is named. Nothing is asked about no items."""
        return [row for page in _pages(items) for row in self._sized(page).all(connection, **_numbered(page), **given)]

    def run(self, connection: Connection, items: Sequence[Any], **given: Any) -> int:
        """Carry it out for the items; how many rows it wrote."""
        return sum(self._sized(page).run(connection, **_numbered(page), **given) for page in _pages(items))

    def _sized(self, page: Sequence[Any]) -> Prepared:
        length = len(page)
        if length not in self._by_length:
            self._by_length[length] = Prepared(self._writing([bindparam(f"item_{n}") for n in range(length)]))
        return self._by_length[length]


_LONGEST = 512


def _pages(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Pages of at most 512 items, each filled to a power of two with its last item."""
    if len(items) == 1:
        yield items
        return
    distinct = list(dict.fromkeys(items))
    for start in range(0, len(distinct), _LONGEST):
        page = distinct[start:start + _LONGEST]
        yield page + page[-1:] * ((1 << (len(page) - 1).bit_length()) - len(page))


def _numbered(page: Sequence[Any]) -> dict[str, Any]:
    return {f"item_{n}": item for n, item in enumerate(page)}


def parameters_of(table: Table, *names: str) -> dict[str, BindParameter[Any]]:
    """A parameter for each of those columns, of the column's name; for all of them when none is named."""
    chosen = names or tuple(column.name for column in table.columns)
    return {name: bindparam(name, type_=table.c[name].type) for name in chosen}


def inserting(table: Table, *names: str) -> Insert:
    """INSERT of those columns, each a parameter of its own name; of all of them when none is named."""
    return insert(table).values(parameters_of(table, *names))


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` every prepared statement and its parameters, in this process, while the block runs."""
    _WATCHERS.append(watcher)
    try:
        yield
    finally:
        _WATCHERS.remove(watcher)


def again(connection: Connection, ready: Ready, parameters: Any) -> list[Row]:
    """Carry out once more what a watcher was told; the rows, none where the statement gives none."""
    cursor = _executed(connection, ready, parameters)
    return ready.read(cursor.fetchall()) if cursor.description else []


def command(connection: Connection, sql: str) -> None:
    """A command without parameters, of which watchers do not hear."""
    try:
        driver_of(connection).execute(sql)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, sql, None, error) from error


def _executed(connection: Connection, ready: Ready, parameters: Any) -> Any:
    for watcher in _WATCHERS:
        watcher(ready, parameters)
    driver: Any = connection.connection.dbapi_connection
    try:
        return driver.execute(ready.sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, ready.sql, parameters, error) from error


def _executed_many(connection: Connection, ready: Ready, rows: list[Any]) -> None:
    for watcher in _WATCHERS:
        for row in rows:
            watcher(ready, row)
    cursor = driver_of(connection).cursor()
    try:
        cursor.executemany(ready.sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, ready.sql, rows[0], error) from error
    finally:
        cursor.close()


def driver_of(connection: Connection) -> Any:
    """The connection as the driver knows it."""
    return connection.connection.dbapi_connection  # with sqlite3 and psycopg the driver's own


def _told(connection: Connection, sql: str, parameters: Any, error: Any) -> BaseException:
    """The error as SQLAlchemy tells it; a connection that is broken does not go back into the pool."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    told: BaseException = DBAPIError.instance(
        sql, parameters, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect)
    if lost:
        connection.invalidate(error)
    return told
