"""procrastinate's own tables in PostgreSQL: made and brought up to date with ours, by its own SQL."""

import re
from importlib import resources
from importlib.metadata import version
from importlib.util import find_spec

from sqlalchemy import Connection, insert, select, text, update

from engine.store.tables import setting

_NAME = "queue_schema"
"""The setting that says by which version of procrastinate its tables were last brought up to date."""


def has_queue(connection: Connection) -> bool:
    """Whether the tables are there."""
    found = connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar()
    return found is not None


def upgrade_queue(connection: Connection) -> None:
    """Make the tables, or apply what newer versions of procrastinate add; nothing where it is not installed."""
    if find_spec("procrastinate") is None:
        return
    now = version("procrastinate")
    before = connection.execute(select(setting.c.value).where(setting.c.name == _NAME)).scalar()
    if before is None:
        _execute(connection, (resources.files("procrastinate.sql") / "schema.sql").read_text("utf-8"))
        connection.execute(insert(setting).values(name=_NAME, value=now))
    elif _number(before) < _number(now):
        files = resources.files("procrastinate.sql") / "migrations"
        for file in sorted(files.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".sql") and _number(before) < _number(file.name) <= _number(now):
                _execute(connection, file.read_text("utf-8"))
        connection.execute(update(setting).where(setting.c.name == _NAME).values(value=now))


def _number(name: str) -> tuple[int, ...]:
    """The three numbers of a version, at the beginning of a text.

    >>> _number("03.04.00_01_pre_add") == _number("3.4.0")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", name)[:3])


def _execute(connection: Connection, statements: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(statements)
