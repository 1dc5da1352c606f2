"""The floor: every statement that an act sent, kept with its parameters, and sent again without the act."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, event

from engine.store.database import Database
from engine.store.prepared import again, watching
from engine.store.ready import Ready


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: as the access layer took it (`ready` or `clause`), and as the driver got it."""

    sql: str
    parameters: Any
    many: bool = False
    ready: Ready | None = None
    clause: ClauseElement | None = None
    given: Any = None


Statements = tuple[Statement, ...]


@contextmanager
def recording(database: Database) -> Iterator[Callable[[], Statements]]:
    """Within it, the function handed out returns what was sent to the database since it was last asked."""
    sent: list[Statement] = []
    asked: list[tuple[ClauseElement, Any]] = []

    def core(_: object, clause: ClauseElement, many: Any, one: Any, __: object) -> None:
        asked.append((clause, many or one))

    def driver(_: object, __: object, sql: str, parameters: Any, ___: object, many: bool) -> None:
        if asked:  # else BEGIN, which whoever sends the statements again says for himself
            clause, given = asked.pop()
            sent.append(Statement(sql, parameters, many, None, clause, given))

    def prepared(ready: Ready, parameters: Sequence[Any]) -> None:
        sent.append(Statement(ready.sql, parameters, False, ready))

    def taken() -> Statements:
        found = tuple(sent)
        sent.clear()
        return found

    engine = database.writer
    event.listen(engine, "before_execute", core)
    event.listen(engine, "before_cursor_execute", driver)
    with watching(prepared):
        yield taken
    event.remove(engine, "before_execute", core)
    event.remove(engine, "before_cursor_execute", driver)


def send_again(database: Database, statements: Statements) -> int:
    """One transaction through the same access layer; how many statements it took."""
    with database.write() as connection:
        for one in statements:
            _again(connection, one)
    return len(statements)


def _again(connection: Connection, one: Statement) -> None:
    if one.ready is not None:
        again(connection, one.ready, one.parameters)
    elif one.clause is not None:
        found = connection.execute(one.clause, one.given or None)  # type: ignore[call-overload]
        if found.returns_rows:
            found.all()


def send_raw(connection: Any, statements: Statements) -> int:
    """One transaction through the driver alone (a connection of sqlite3 or psycopg that does not begin by itself)."""
    connection.execute("BEGIN IMMEDIATE" if type(connection).__module__ == "sqlite3" else "BEGIN")
    for one in statements:
        if one.many:
            cursor = connection.cursor()
            cursor.executemany(one.sql, one.parameters)
        else:
            cursor = connection.execute(one.sql, one.parameters)
        if cursor.description is not None:
            cursor.fetchall()
    connection.execute("COMMIT")
    return len(statements)
