"""What must be there once is written once."""

from engine.store.database import Database
from engine.store.once import insert_once
from engine.store.tables import setting


def test_a_row_is_inserted_once_and_left_as_it_is(database: Database) -> None:
    with database.write() as connection:
        answers = [insert_once(connection, setting, [{"name": "a", "value": value}, {"name": value, "value": "x"}])
                   for value in ("1", "2")]

    assert answers == [[True, True], [False, True]]
