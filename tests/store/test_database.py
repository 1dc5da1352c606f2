"""Writers take turns, readers see one moment and write nothing."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.store.database import Database, savepoint
from engine.store.tables import audit, setting, unit


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(setting).values(name="a", value="1"))
        _ = 1 // 0

    with database.read() as connection:
        assert connection.execute(select(setting).where(setting.c.name == "a")).all() == []


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.read() as reading:
        before = reading.execute(select(func.count()).select_from(setting).where(setting.c.name == "a")).scalar_one()
        with database.write() as connection:
            connection.execute(insert(setting).values(name="a", value="1"))
        after = reading.execute(select(func.count()).select_from(setting).where(setting.c.name == "a")).scalar_one()

    assert (before, after) == (0, 0)


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(insert(setting).values(name="a", value="1"))


def test_a_row_cannot_refer_to_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(unit).values(
            id="a", tenant_id="a", code="a", name="A", kind="ward", path="/a/", parent_id="nowhere"))


def test_writers_that_lock_the_row_lose_no_addition(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(setting).values(name="sum", value="0"))

    def add() -> None:
        for _ in range(20):
            with database.write() as connection:
                row = select(setting.c.value).where(setting.c.name == "sum").with_for_update()
                value = int(connection.execute(row).scalar_one())
                connection.execute(update(setting).where(setting.c.name == "sum").values(value=str(value + 1)))

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as connection:
        assert connection.execute(select(setting.c.value).where(setting.c.name == "sum")).scalar_one() == "80"


def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    moment = datetime(2026, 6, 15, 8, 30, tzinfo=UTC)
    with database.write() as connection:
        connection.execute(insert(audit).values(at=moment, command="x", outcome="done"))

    with database.read() as connection:
        found = connection.execute(select(audit.c.at)).scalar_one()
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())


def test_sqlite_keeps_what_it_committed_through_a_power_cut(sqlite: Database) -> None:
    with sqlite.write() as connection:
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar_one()
                    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]

    assert settings == ["wal", 2, 1, 5000]


def test_a_part_of_a_transaction_is_undone_alone(database: Database) -> None:
    def put(connection: Connection, name: str) -> None:
        connection.execute(insert(setting).values(name=name, value="x"))

    with database.write() as connection:
        put(connection, "before")
        with pytest.raises(IntegrityError), savepoint(connection):
            put(connection, "within")
            put(connection, "before")
        with savepoint(connection), savepoint(connection):
            put(connection, "after")

    with database.read() as connection:
        assert set(connection.execute(select(setting.c.name)).scalars()) >= {"before", "after"}
        assert "within" not in set(connection.execute(select(setting.c.name)).scalars())
