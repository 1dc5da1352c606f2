"""Statements compiled once say and return the same as SQLAlchemy's own way, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from engine.store.database import Database
from engine.store.prepared import Prepared, PreparedList, inserting, watching
from engine.store.tables import setting, unit

ADD = Prepared(inserting(unit))
ALL = Prepared(select(unit.c.id, unit.c.valid_from).order_by(unit.c.id))


def _row(name: str, begins: date | None = None) -> dict[str, object]:
    return {"id": name, "tenant_id": name, "code": name, "name": f"Xã {name} 100%", "kind": "xa", "parent_id": None,
            "path": f"/{name}/", "valid_from": begins, "valid_to": None, "successor_id": None, "style": "state",
            "place": None}


def test_days_and_texts_come_back_as_they_went_in(database: Database) -> None:
    with database.write() as connection:
        ADD.run_each(connection, [_row("a", date(2026, 1, 31)), _row("b")])
    with database.read() as connection:
        rows = ALL.all(connection)
        core = connection.execute(select(unit.c.id, unit.c.valid_from).order_by(unit.c.id)).all()

    assert rows == [("a", date(2026, 1, 31)), ("b", None)] == [tuple(row) for row in core]


def test_a_fixed_value_and_a_parameter_stand_side_by_side(database: Database) -> None:
    renamed = Prepared(update(unit).where(unit.c.id == bindparam("unit_id")).values(kind="phường"))
    with database.write() as connection:
        ADD.run_each(connection, [_row("a"), _row("b")])

        assert renamed.run(connection, unit_id="b") == 1
        assert renamed.run(connection, unit_id="none") == 0
        assert Prepared(select(unit.c.kind).order_by(unit.c.id)).column(connection) == ["xa", "phường"]


def test_a_list_is_asked_in_pages_and_each_row_comes_once(database: Database) -> None:
    names = [f"u{n:04d}" for n in range(1100)]
    chosen = PreparedList(lambda ids: select(unit.c.id).where(unit.c.id.in_(ids)))
    with database.write() as connection:
        ADD.run_each(connection, [_row(name) for name in names])

        assert chosen.all(connection, []) == []
        assert sorted(row[0] for row in chosen.all(connection, [*names, *names, "none"])) == names


def test_a_list_of_changing_length_is_refused(database: Database) -> None:
    with database.read() as connection, pytest.raises(TypeError, match="PreparedList"):
        Prepared(select(unit.c.id).where(unit.c.id.in_(["a", "b"]))).all(connection)


def test_what_is_missing_is_an_error_and_what_breaks_a_rule_is_sqlalchemys(database: Database) -> None:
    with database.write() as connection, pytest.raises(KeyError):
        ADD.run(connection, id="a")
    with pytest.raises(IntegrityError), database.write() as connection:
        ADD.run_each(connection, [_row("a"), _row("a")])
    with database.read() as connection:
        assert ALL.all(connection) == []


def test_a_column_with_a_default_of_its_own_gets_it(database: Database) -> None:
    person = unit.metadata.tables["person"]
    given = {"id": "p", "tenant_id": "a", "login": "p", "name": "P", "session_key": "k"}
    with database.write() as connection:
        ADD.run(connection, **_row("a"))
        Prepared(inserting(person, *given)).run(connection, **given)

        assert Prepared(select(person.c.active, person.c.language)).all(connection) == [(True, "vi")]


def test_an_instant_needs_its_zone(database: Database) -> None:
    attempt = unit.metadata.tables["sign_in_attempt"]
    add = Prepared(inserting(attempt, "login", "address", "at", "succeeded"))
    moment = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    with database.write() as connection:
        add.run(connection, login="a", address="b", at=moment, succeeded=True)
        with pytest.raises(ValueError, match="time zone"):
            add.run(connection, login="a", address="b", at=moment.replace(tzinfo=None), succeeded=True)

        assert Prepared(select(attempt.c.at)).scalar(connection) == moment


def test_a_watcher_hears_every_statement(database: Database) -> None:
    heard: list[str] = []
    with database.read() as connection:
        with watching(lambda ready, _: heard.append(ready.sql)):
            Prepared(select(setting.c.value)).scalar(connection)
        Prepared(select(setting.c.name)).scalar(connection)

    assert len(heard) == 1
    assert heard[0].startswith("SELECT setting.value")
