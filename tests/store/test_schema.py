"""The revisions make exactly the tables that the code speaks of."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from engine.store.database import Database, open_database
from engine.store.schema import schema_problem, upgrade
from engine.store.tables import metadata


def is_ours(_object: object, name: str | None, *_rest: object) -> bool:
    return not (name or "").startswith(("procrastinate_", "idx_procrastinate_"))


def newer(database: Database, accepts: str) -> None:
    """As a release to come leaves it."""
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE setting SET value = :accepts WHERE name = 'schema_accepts'"),
                           {"accepts": accepts})


def test_the_revisions_make_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        ours = MigrationContext.configure(connection, opts={"include_object": is_ours})
        differences = compare_metadata(ours, metadata)

    assert differences == []


def test_an_upgrade_of_an_upgraded_database_changes_nothing(database_url: str, database: Database) -> None:
    upgrade(database_url)

    assert schema_problem(database) is None


def test_an_empty_database_asks_for_an_upgrade(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")

    assert schema_problem(database) == "cơ sở dữ liệu chưa có bảng của kheo; hãy chạy `kheo db upgrade`"
    database.close()


def test_a_newer_database_asks_for_a_newer_kheo(database: Database) -> None:
    newer(database, accepts="9999")

    assert schema_problem(database) == (
        "cơ sở dữ liệu do một bản kheo mới hơn lập (lược đồ 9999); hãy cài bản kheo mới")


@pytest.mark.parametrize(("accepts", "works"), [("0002", True), ("0009_tour", True), ("0000", False), ("9999", False)])
def test_a_newer_database_that_accepts_this_release_is_worked_with(
        database: Database, accepts: str, works: bool) -> None:
    newer(database, accepts)

    assert (schema_problem(database) is None) == works


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'nowhere' / 'kheo.db'}")

    problem = schema_problem(database)

    assert problem is not None
    assert problem.startswith(f"không mở được cơ sở dữ liệu sqlite:///{tmp_path}/nowhere/kheo.db (")
    assert problem.endswith("; hãy kiểm tra địa chỉ và quyền truy cập")


@pytest.mark.parametrize("url", ["postgresql://a:b@h/d", "postgres://a:b@h/d", "postgresql+psycopg://a:b@h/d"])
def test_every_way_to_write_a_postgresql_address_means_psycopg_3(url: str) -> None:
    assert open_database(url).writer.url.drivername == "postgresql+psycopg"


def test_an_upgrade_keeps_the_entries_and_what_refers_to_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0001")
    rows = {
        "unit": "(id, tenant_id, code, name, kind, path) VALUES ('u', 'u', 'xa', 'Xã', 'xa', '/u/')",
        "plan_version": "(id, plan, name, sources, created_at) VALUES ('v', 'p', 'P', '{}', '2026-01-01')",
        "run": "(id, tenant_id, version_id, plan, name, short, year, status, prepared_at) "
               "VALUES ('r', 'u', 'v', 'p', 'P', 'P', 2026, 'running', '2026-01-01')",
        "entry": "(id, run_id, unit_id, row_key, name, status, registered, data, created_at, rev, search) "
                 "VALUES ('e', 'r', 'u', '1', 'Vườn', 'accepted', 1, '{}', '2026-01-01', 1, 'vuon')",
        "instance": "(id, run_id, scope, unit_id, entry_id, state, rev, status) "
                    "VALUES ('i', 'r', 'entry', 'u', 'e', '', 1, 'active')"}
    old = open_database(url)
    with old.write() as connection:
        for table, values in rows.items():
            connection.execute(text(f"INSERT INTO {table} {values}"))
    old.close()

    upgrade(url)

    new = open_database(url)
    with new.read() as connection:
        kept = connection.execute(text("SELECT e.name, e.continues_id, i.id FROM instance i "
                                       "JOIN entry e ON e.id = i.entry_id")).all()
    new.close()
    assert [tuple(row) for row in kept] == [("Vườn", None, "i")]
