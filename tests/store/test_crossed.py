"""Two who wait for each other's rows: the database ends one, which is done again; who is ended twice hears of it."""

import threading

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from engine.store.crossed import done_again
from engine.store.tables import setting
from engine.store.trouble import storage_trouble

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


def test_both_of_two_who_cross_are_done(database):
    with database.write() as connection:
        connection.execute(insert(setting), [{"name": name, "value": "0"} for name in "ab"])
    met, tries = threading.Barrier(2), list[str]()

    @done_again
    def add_to(first: str, second: str) -> None:
        with database.write() as connection:
            connection.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
            for name in (first, second):
                if name == second and first not in tries:
                    tries.append(first)
                    met.wait(20)
                added = text("CAST(CAST(value AS int) + 1 AS text)")
                connection.execute(update(setting).where(setting.c.name == name).values(value=added))

    other = threading.Thread(target=add_to, args=("b", "a"))
    other.start()
    add_to("a", "b")
    other.join()

    with database.read() as connection:
        assert connection.execute(
            select(setting.c.value).where(setting.c.name.in_(["a", "b"]))).scalars().all() == ["2", "2"]


@pytest.mark.parametrize(("state", "tries", "kind"), [
    ("40P01", 3, "busy"), ("40001", 3, "busy"), ("55P03", 1, "busy"), ("57P03", 1, "away"), ("22012", 1, None)])
def test_what_the_database_ends_again_is_raised_and_says_what_a_person_can_do(database, state, tries, kind):
    begun = []

    @done_again
    def act() -> None:
        begun.append(1)
        with database.write() as connection:
            connection.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$"))

    with pytest.raises(DBAPIError) as raised:
        act()

    assert (len(begun), storage_trouble(raised.value)) == (tries, kind)
