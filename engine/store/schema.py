"""The shape of the tables in a database: bring it up to date, say what is wrong with it."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from engine.store.database import Database, upgrader
from engine.store.queue_schema import upgrade_queue
from engine.store.tables import setting

_ACCEPTS = "schema_accepts"
"""The setting that names the revision a program must know to work with this database.

Revisions state it as `accepts`; one that does not state it wants to be known itself.
"""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to that revision, in one transaction; nothing happens when it is there."""
    engine = upgrader(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if revision == "head":
                _note_accepted(connection, config)
                if engine.dialect.name == "postgresql":
                    upgrade_queue(connection)
            if engine.dialect.name == "sqlite":
                _check_references(connection)
    finally:
        engine.dispose()


def schema_problem(database: Database) -> str | None:
    """What keeps kheo from working with this database, and the way out; None when nothing does.

    A newer database is worked with when this program knows the revision that it accepts.
    """
    try:
        with database.read() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            accepts = found and connection.execute(select(setting.c.value).where(setting.c.name == _ACCEPTS)).scalar()
    except DBAPIError as error:
        where = database.writer.url.render_as_string(hide_password=True)
        reason = str(error.orig).splitlines()[0]
        return f"không mở được cơ sở dữ liệu {where} ({reason}); hãy kiểm tra địa chỉ và quyền truy cập"
    scripts = ScriptDirectory.from_config(_config())
    if found == scripts.get_current_head():
        return None
    if found is None:
        return "cơ sở dữ liệu chưa có bảng của kheo; hãy chạy `kheo db upgrade`"
    known = {script.revision for script in scripts.walk_revisions()}
    if found not in known:
        if accepts in known:
            return None
        return f"cơ sở dữ liệu do một bản kheo mới hơn lập (lược đồ {found}); hãy cài bản kheo mới"
    return f"cơ sở dữ liệu còn ở lược đồ cũ {found}; hãy chạy `kheo db upgrade`"


def _note_accepted(connection: Connection, config: Config) -> None:
    newest_first = list(ScriptDirectory.from_config(config).walk_revisions())
    wanted = {getattr(script.module, "accepts", script.revision) for script in newest_first}
    strictest = next(script.revision for script in newest_first if script.revision in wanted)
    connection.execute(delete(setting).where(setting.c.name == _ACCEPTS))
    connection.execute(insert(setting).values(name=_ACCEPTS, value=strictest))


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"the revision left rows that refer to nothing: {broken}")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "engine.store:migrations")
    return config
