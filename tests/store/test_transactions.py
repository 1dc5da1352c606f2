"""Connections are kept from one transaction to the next, as long as all goes well with them."""

import sqlite3

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from engine.store.database import Database
from engine.store.prepared import driver_of
from engine.store.tables import setting


def test_the_next_transaction_is_on_the_connection_of_the_last(database: Database):
    with database.write() as connection:
        first = driver_of(connection)

    with database.write() as connection:
        second = driver_of(connection)

    assert second is first


def test_transactions_that_overlap_have_a_connection_each(database: Database):
    with database.read() as outer, database.read() as inner:
        assert driver_of(outer) is not driver_of(inner)


def test_nothing_of_a_transaction_that_failed_is_seen_by_the_next(database: Database):
    with pytest.raises(DBAPIError), database.write() as connection:
        connection.execute(insert(setting).values(name="a", value="1"))
        connection.execute(insert(setting).values(name="a", value="2"))

    with database.write() as connection:
        assert connection.execute(select(setting).where(setting.c.name == "a")).all() == []


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_kept_connection_that_was_cut_off_is_passed_over(database: Database):
    with database.write() as cut_off, database.write() as other:
        for connection in (cut_off, other):
            connection.execute(select(setting))
    with database.write() as connection:
        killed = connection.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()")).scalars().all()

    with database.write() as one, database.write() as other:
        answers = [connection.execute(text("SELECT 1")).scalar_one() for connection in (one, other)]

    assert (True in killed, answers) == (True, [1, 1])


def test_who_cannot_begin_is_told_so_and_may_try_again(sqlite: Database):
    sqlite.close()
    with sqlite.write() as connection:
        connection.execute(text("PRAGMA busy_timeout = 1"))
    holder = sqlite3.connect(str(sqlite.writer.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"), sqlite.write():
        pass
    holder.execute("ROLLBACK")
    holder.close()

    with sqlite.write() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
