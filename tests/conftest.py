"""What many tests stand on: a database of each kind, a clock moved by hand, a browser, a mail server, the sources."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Connection, create_engine, event, text

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.cli.transitions import configure_transitions
from engine.instance.cache import figures
from engine.store.database import Database, open_database
from engine.store.prepared import watching
from engine.store.schema import upgrade
from tests.mail_server import MailServer, mail_server
from tests.not_run import not_run
from tests.postgres_server import CannotStart, postgres_server

ROOT = Path(__file__).parents[1]
configure_transitions(os.environ)  # KHEO_TRANSITION_CACHE=off runs all tests without the cache
_numbers = count(1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last lines name what could not run here, and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = said.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, tests in sorted(reasons.items()):
        terminalreporter.write_line(f"{tests} phép thử {reason}", yellow=True)


@pytest.fixture(autouse=True, scope="session")
def no_alarms() -> Iterator[None]:
    """A kept transition that differs from the one computed anew fails the run: KHEO_TRANSITION_SHADOW=1 checks all."""
    yield
    assert figures().alarms == 0


@pytest.fixture
def clock() -> ManualClock:
    """08:00 on 15 January 2026 in Viet Nam."""
    return ManualClock(datetime(2026, 1, 15, 1, tzinfo=UTC))


@pytest.fixture
def ids() -> CountedIds:
    return CountedIds()


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables; tests copy it."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    upgrade(f"sqlite:///{file}")
    with create_engine(f"sqlite:///{file}").connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return file


@pytest.fixture(scope="session")
def postgres_or_why() -> Iterator[tuple[str | None, str]]:
    """The address of this worker's server with an empty template database in it, or why there is none."""
    try:
        with postgres_server() as address:
            with _administrator(address) as connection:
                connection.execute(text("CREATE DATABASE kheo_template"))
            upgrade(address.replace("/postgres?", "/kheo_template?"))
            yield address, ""
    except CannotStart as error:
        yield None, str(error)


@pytest.fixture
def postgres_address(postgres_or_why: tuple[str | None, str]) -> str:
    """The address of a running PostgreSQL (its maintenance database)."""
    address, why = postgres_or_why
    return address or not_run("PostgreSQL", why)


@contextmanager
def _administrator(address: str) -> Iterator[Connection]:
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with all tables and no rows, of each kind."""
    if request.param == "sqlite":
        file = request.getfixturevalue("tmp_path") / "kheo.db"
        shutil.copy(request.getfixturevalue("prepared_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    address = request.getfixturevalue("postgres_address")
    name = f"kheo_{next(_numbers)}"
    with _administrator(address) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE kheo_template"))
    yield address.replace("/postgres?", f"/{name}?")
    with _administrator(address) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with all tables and no rows, of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path, prepared_sqlite: Path) -> Iterator[Database]:
    """An open SQLite database: for tests that are not about storage."""
    shutil.copy(prepared_sqlite, tmp_path / "kheo.db")
    opened = open_database(f"sqlite:///{tmp_path / 'kheo.db'}")
    yield opened
    opened.close()


@contextmanager
def _count_statements(database: Database) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    # PostgreSQL's reader is its writer with other options, and hears what is sent through both.
    engines = {database.writer, database.reader} if database.is_sqlite else {database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    with watching(lambda ready, _: sent.append(ready.sql)):
        yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def count_statements() -> Callable[[Database], AbstractContextManager[list[str]]]:
    """`with count_statements(database) as sent:` fills the list with the SQL sent, BEGIN aside."""
    return _count_statements


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents and requirements: $KHEO_SHARED, else ../shared."""
    folder = Path(os.environ.get("KHEO_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        not_run("tài liệu nguồn", f"không có thư mục {folder}; đặt KHEO_SHARED")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        not_run("Chromium", "không tìm thấy chromium trên máy; hãy cài gói chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh, Vietnamese browser of 1280 x 800 points, with the site's CSP in force (axe needs a context of
    its own that bypasses it)."""
    context = chromium.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A real mail server on loopback that keeps what it is handed."""
    with mail_server() as server:
        yield server
