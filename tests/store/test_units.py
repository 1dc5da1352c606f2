"""Units are found within their tenant and their time."""

from datetime import date

import pytest

from engine.store import units
from engine.store.database import Database
from engine.store.units import Unit
from engine.work.context import UnitValue
from engine.work.people import NotFound

WARD = Unit("w", "w", "phuong", "Phường", "phuong", None, "/w/")
OLD = Unit("o", "w", "to-1", "TDP 1", "to-dan-pho", "w", "/w/o/", None, date(2026, 6, 30), "n")
NEW = Unit("n", "w", "to-2", "TDP 2", "to-dan-pho", "w", "/w/n/", date(2026, 7, 1))
OTHER = Unit("x", "x", "phuong", "Phường khác", "phuong", None, "/x/")


@pytest.fixture
def filled(database: Database) -> Database:
    with database.write() as connection:
        for one in (WARD, NEW, OLD, OTHER):
            units.add_unit(connection, one)
    return database


@pytest.mark.parametrize(("today", "codes"), [
    (date(2026, 6, 30), ["phuong", "to-1"]), (date(2026, 7, 1), ["phuong", "to-2"]),
])
def test_a_tenant_has_the_units_of_the_day(filled: Database, today: date, codes: list[str]) -> None:
    with filled.read() as connection:
        assert [unit.code for unit in units.of_tenant(connection, "w", today)] == codes


def test_units_of_all_times_come_parents_first(filled: Database) -> None:
    with filled.read() as connection:
        assert units.units_of(connection, "w") == (WARD, NEW, OLD)
        assert units.roots(connection) == (WARD, OTHER)


def test_codes_of_another_tenant_do_not_mix_in(filled: Database) -> None:
    with filled.read() as connection:
        assert units.ids_of(connection, "x", ["phuong", "to-1", "khong-co"]) == {"phuong": "x"}


def test_a_unit_is_read_by_its_id_or_not_found(filled: Database) -> None:
    with filled.read() as connection:
        assert units.get(connection, "o") == UnitValue("o", "to-1", "TDP 1", "to-dan-pho", OLD.path)
        with pytest.raises(NotFound):
            units.get(connection, "khong-co")
