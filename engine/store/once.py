"""Insert what must be there once: a row whose key exists is left as it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Insert each row unless one of its unique keys is taken; says for each whether it was inserted."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    # Without the option psycopg's cursor is closed before anybody asks how many rows it wrote.
    counting = {"preserve_rowcount": True}
    written = insert(table).on_conflict_do_nothing()
    return [connection.execute(written, row, execution_options=counting).rowcount == 1 for row in rows]


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The same for many rows of a table with an `id`, in few statements: the ids of those that were inserted."""
    if not rows:
        return frozenset()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    written = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return frozenset(connection.execute(written, list(rows)).scalars())
