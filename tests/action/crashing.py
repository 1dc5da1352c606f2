"""The program dies between two statements: what was not committed is gone, and nobody tidies up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, event, select

from engine.store.database import Database
from engine.store.prepared import watching
from engine.store.ready import Ready
from engine.store.tables import metadata

_TIDYING = ("ROLLBACK", "RELEASE", "BEGIN")


class Crash(Exception):
    """The moment of death."""


@dataclass
class Death:
    """`came`: whether the statement was reached."""

    came: bool = False


@contextmanager
def crash_at(database: Database, number: int, after_commit: bool = False) -> Iterator[Death]:
    """Within it, statement `number` (from 1) never reaches the database, and the program ends there.

    `after_commit`: counted from the first commit on.
    """
    death, counted, counting = Death(), 0, not after_commit

    def count(statement: str) -> None:
        nonlocal counted
        if counting and not death.came and not statement.startswith(_TIDYING):
            counted += 1
            if counted == number:
                death.came = True
                raise Crash

    def sent(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        count(statement)

    def prepared(ready: Ready, _parameters: Sequence[Any]) -> None:
        count(ready.sql)

    def committed(_connection: object) -> None:
        nonlocal counting
        counting = True

    engine = database.writer
    event.listen(engine, "before_cursor_execute", sent)
    event.listen(engine, "commit", committed)
    try:
        with watching(prepared):
            yield death
    except Crash:
        pass
    finally:
        event.remove(engine, "before_cursor_execute", sent)
        event.remove(engine, "commit", committed)


def contents(database: Database, besides: Sequence[Table] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    with database.read() as connection:
        return {table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in metadata.sorted_tables if table not in besides}
