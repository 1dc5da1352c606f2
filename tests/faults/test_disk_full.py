"""The disk is full under SQLite: whoever acts is told so, nothing is half written, all goes on when there is room."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from structlog.testing import capture_logs

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon.hands import LEASE
from engine.daemon.scheduler import Scheduler, tick
from engine.store.database import Database
from tests.action.nho import published
from tests.faults.load import DUE, effects, effects_unhurt, loaded
from tests.web.site import site


def file_of(database: Database) -> Path:
    return Path(str(database.writer.url.database))


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """The system refuses to write behind that byte of any file, as a full disk would."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


def dump(database: Database) -> list[str]:
    """Every row, as text."""
    with sqlite3.connect(file_of(database)) as connection:
        rows = list(connection.iterdump())
    connection.close()
    return rows


def is_whole(database: Database) -> bool:
    connection = sqlite3.connect(file_of(database))
    found = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return found == [("ok",)]


def test_whoever_sends_on_a_full_disk_is_told_so_and_sends_again(
        sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path):
    ward = site(published(sqlite, ids, clock), tmp_path / "files")
    browser = ward.browser("a")
    task_id = ward.world.task("dang-ky", "hoi-a").id
    form = {"noi_dung": "Loa phường", "csrf_token": browser.token()}
    address = f"/viec/{task_id}/trao-doi"
    assert browser.client.post(address, data=form).status_code == 303
    sqlite.close()  # what was written so far goes into the file, and the log begins anew
    before = dump(sqlite)

    with no_file_grows_beyond(1024):
        refused = browser.client.post(address, data=form)

    assert refused.status_code == 503
    assert "Máy chủ đã hết chỗ trên đĩa" in refused.text
    assert is_whole(sqlite)
    assert dump(sqlite) == before
    assert browser.client.post(address, data=form).status_code == 303


def test_a_scheduler_on_a_full_disk_goes_on_where_it_was_when_there_is_room(sqlite: Database):
    loaded(sqlite, 60)
    scheduler = Scheduler(sqlite, TimedIds(), ManualClock(DUE), None)
    log = file_of(sqlite).with_name(file_of(sqlite).name + "-wal")

    with capture_logs() as lines:
        for more in (40_000, 400_000):
            with no_file_grows_beyond(max(log.stat().st_size, file_of(sqlite).stat().st_size) + more):
                scheduler.tick()
            assert is_whole(sqlite)

    assert "tick failed" in [line["event"] for line in lines]
    assert effects(sqlite) != effects_unhurt(60)
    tick(sqlite, TimedIds(), ManualClock(DUE).now, None)
    tick(sqlite, TimedIds(), lambda: DUE + 2 * LEASE, None)
    assert effects(sqlite) == effects_unhurt(60)
