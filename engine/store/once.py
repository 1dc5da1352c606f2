"""Insert what must be there once: a row whose key exists is left as it is."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.prepared import Prepared, parameters_of

_FEW = 8
"""So many rows are inserted one by one; more go to a database server together."""


def insert_once(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Insert each row unless one of its unique keys is taken; says for each whether it was inserted."""
    return [_once(table, tuple(row)).run(connection, **row) == 1 for row in rows]


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """The same for many rows in one statement, when nobody asks which were inserted."""
    if rows:
        _once(table, tuple(rows[0])).run_each(connection, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The same for many rows of a table with an `id`, in few statements: the ids of those that were inserted."""
    if len(rows) <= _FEW or connection.dialect.name == "sqlite":
        written = insert_once(connection, table, rows)
        return frozenset(row["id"] for row, new in zip(rows, written, strict=True) if new)
    many = postgresql.insert(table).on_conflict_do_nothing().returning(table.c.id)
    return frozenset(connection.execute(many, list(rows)).scalars())


@lru_cache(maxsize=256)
def _once(table: Table, names: tuple[str, ...]) -> Prepared:
    """The insertion of those columns."""
    return Prepared(lambda dialect: (sqlite if dialect == "sqlite" else postgresql).insert(table)
                    .values(parameters_of(table, *names)).on_conflict_do_nothing())
