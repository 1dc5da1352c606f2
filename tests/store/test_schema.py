"""The revisions make exactly the tables that the code speaks of."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from engine.store.database import Database, open_database
from engine.store.schema import schema_problem, upgrade
from engine.store.tables import metadata


def test_the_revisions_make_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_an_upgrade_of_an_upgraded_database_changes_nothing(database_url: str, database: Database) -> None:
    upgrade(database_url)

    assert schema_problem(database) is None


def test_an_empty_database_asks_for_an_upgrade(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")

    assert schema_problem(database) == "cơ sở dữ liệu chưa có bảng của kheo; hãy chạy `kheo db upgrade`"
    database.close()


def test_a_newer_database_asks_for_a_newer_kheo(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert schema_problem(database) == (
        "cơ sở dữ liệu do một bản kheo mới hơn lập (lược đồ 9999); hãy cài bản kheo mới")


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'nowhere' / 'kheo.db'}")

    problem = schema_problem(database)

    assert problem is not None
    assert problem.startswith(f"không mở được cơ sở dữ liệu sqlite:///{tmp_path}/nowhere/kheo.db (")
    assert problem.endswith("; hãy kiểm tra địa chỉ và quyền truy cập")


@pytest.mark.parametrize("url", ["postgresql://a:b@h/d", "postgres://a:b@h/d", "postgresql+psycopg://a:b@h/d"])
def test_every_way_to_write_a_postgresql_address_means_psycopg_3(url: str) -> None:
    assert open_database(url).writer.url.drivername == "postgresql+psycopg"
