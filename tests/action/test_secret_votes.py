"""Nobody who reads the data can say who voted what in a secret vote; who has voted is known."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from engine.action.cast_ballot import cast_ballot
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database, open_database
from engine.store.tables import ballot, metadata, person, vote_box
from engine.work.people import FormRefused
from tests.action.council import CONSENT, SECRET, council, vote
from tests.action.nho import World

FOR, AGAINST, NONE = "tan-thanh", "khong-tan-thanh", "khong-y-kien"
_BY_CHANCE = {"session_key", "password_hash"}
"""Columns of persons that are random in every installation."""


@pytest.fixture
def fresh(tmp_path: Path, prepared_sqlite: Path, clock: ManualClock) -> Iterator[Callable[[str], World]]:
    """A council of its own for each call, everything equal: ids, moments, people."""
    made: list[Database] = []

    def start(rules: str) -> World:
        file = tmp_path / f"{len(made)}.db"
        shutil.copy(prepared_sqlite, file)
        made.append(open_database(f"sqlite:///{file}"))
        return council(made[-1], CountedIds(), clock, rules)

    yield start
    for database in made:
        database.close()


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table with the place where SQLite keeps it."""
    found = {}
    with database.read() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in _BY_CHANCE]
            found[table.name] = [tuple(row) for row in connection.execute(
                select(text("rowid"), *columns).select_from(table).order_by(text("rowid")))]
    return found


def cast(world: World, *pairs: tuple[str, str]) -> dict[str, list[tuple[object, ...]]]:
    for login, answer in pairs:
        vote(world, login, answer)
    return everything(world.database)


def test_the_data_is_the_same_whoever_voted_what(fresh):
    one = cast(fresh(SECRET), ("a", FOR), ("b", AGAINST), ("c", NONE))
    other = cast(fresh(SECRET), ("a", NONE), ("b", FOR), ("c", AGAINST))

    assert one == other
    assert len(one["ballot"]) == 3


def test_the_data_is_still_the_same_when_the_vote_is_over(fresh):
    order = ("a", "b", "c", "sep-a", "dau-moi")
    one = cast(fresh(SECRET), *zip(order, (FOR, FOR, FOR, AGAINST, NONE), strict=True))
    other = cast(fresh(SECRET), *zip(order, (NONE, FOR, AGAINST, FOR, FOR), strict=True))

    assert one == other


def test_an_open_vote_is_told_apart_by_the_same_comparison(fresh):
    one = cast(fresh(CONSENT), ("a", FOR), ("b", AGAINST), ("c", NONE))
    other = cast(fresh(CONSENT), ("a", NONE), ("b", FOR), ("c", AGAINST))

    assert {table for table in one if one[table] != other[table]} == {"ballot"}


def test_who_has_voted_is_known(fresh):
    world = fresh(SECRET)
    cast(world, ("c", AGAINST), ("a", FOR))

    with world.database.read() as connection:
        names = connection.execute(select(person.c.name).join(ballot, ballot.c.person_id == person.c.id)
                                   .order_by(person.c.name)).scalars().all()

    assert names == ["Trần A", "Đỗ C"]


def test_a_refused_secret_ballot_and_its_remark_leave_nothing(fresh):
    world = fresh(SECRET)
    here, before = str(world.task("xet").id), everything(world.database)

    with pytest.raises(FormRefused) as refused:
        cast_ballot(world.database, world.ids, world.viewer("a"), here, {"phieu": "đồng ý lắm"}, "lời riêng",
                    world.clock.now())
    after = everything(world.database)
    cast_ballot(world.database, world.ids, world.viewer("a"), here, {"phieu": FOR}, "lời riêng", world.clock.now())

    assert "đồng ý lắm" not in str(refused.value)
    assert before == after
    assert "lời riêng" not in str(everything(world.database))


def test_all_ballots_lie_in_one_row_in_the_order_of_what_they_say(database: Database, ids, clock):
    world = council(database, ids, clock, SECRET)
    for login, answer in (("a", FOR), ("b", AGAINST), ("c", FOR)):
        vote(world, login, answer)

    with world.database.read() as connection:
        (box,) = connection.execute(select(vote_box)).all()

    assert [sheet["phieu"] for sheet in json.loads(box.sheets)] == [AGAINST, FOR, FOR]
    assert set(box._fields) == {"task_id", "sheets"}
