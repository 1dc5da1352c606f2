"""Contents that no file needs leave the folder, and no upload ever loses its own."""

import os
import threading
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from engine.action.remove_file import remove_file
from engine.action.store_file import Upload, store_file
from engine.action.sweep_files import sweep_due, sweep_files
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon.engine import Embedded
from engine.daemon.hands import Hands
from engine.daemon.kind import kinds_for
from engine.report.read_file import read_file
from engine.store import files
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.files import File
from engine.store.previews import SMALL, preview
from engine.store.sweeping import Swept, sweep
from engine.store.tables import metadata
from tests.action.small_ward import Ward, small_ward

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
TWO_DAYS = 2 * 24 * 3600


@pytest.fixture
def ward(database: Database, ids: CountedIds, clock: ManualClock) -> Ward:
    return small_ward(database, ids, clock.now())


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


@pytest.fixture
def give(ward: Ward, blobs: BlobStore) -> Callable[..., File]:
    def hand_in(content: bytes = PDF, name: str = "a.pdf") -> File:
        upload = Upload(ward.open_task("hoi-phu-nu"), "ho-so", "tep", name, BytesIO(content))
        return store_file(ward.database, blobs, TimedIds(), ward.viewer("phu-nu"), upload, ward.now)

    return hand_in


def orphan(blobs: BlobStore, content: bytes) -> str:
    """A content without a row, kept two days ago."""
    with blobs.receive(BytesIO(content), 10**6) as received:
        blobs.keep(received)
    grow_old(blobs)
    return received.digest


def grow_old(blobs: BlobStore) -> None:
    """Everything in the folder was kept two days ago."""
    for path in [path for path in blobs.folder.rglob("*") if path.is_file()]:
        os.utime(path, (path.stat().st_ctime - TWO_DAYS,) * 2)


def there(blobs: BlobStore) -> set[str]:
    return {path.name for path in blobs.folder.rglob("*") if path.is_file()}


def test_what_has_no_row_goes_with_its_pictures_and_what_has_one_stays(
        ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    given = give()
    lost = orphan(blobs, b"%PDF-1.4\nlost")
    preview(blobs, lost, "application/pdf", SMALL)
    assert there(blobs) == {given.digest, lost, f"{lost}.none"}

    done = sweep_files(ward.database, blobs, ward.now)

    assert done == Swept(removed=1, freed=13)
    assert there(blobs) == {given.digest}


def test_what_was_kept_lately_may_still_get_its_row(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    given = give()
    fresh = orphan(blobs, b"fresh")
    with blobs.receive(BytesIO(b"fresh"), 10) as again:
        blobs.keep(again)

    assert sweep_files(ward.database, blobs, ward.now) == Swept()
    assert there(blobs) == {given.digest, fresh}


def test_a_removed_file_keeps_its_content_for_thirty_days(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    stays, gone = give(), give(PDF + b"%", "b.pdf")
    remove_file(ward.database, ward.viewer("phu-nu"), gone.task_id, gone.id, ward.now)
    grow_old(blobs)

    sweep_files(ward.database, blobs, ward.now + timedelta(days=29))
    assert there(blobs) == {stays.digest, gone.digest}
    sweep_files(ward.database, blobs, ward.now + timedelta(days=31))

    assert there(blobs) == {stays.digest}


def test_a_content_that_another_file_still_has_stays(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    first, second = give(), give(name="b.pdf")
    remove_file(ward.database, ward.viewer("phu-nu"), first.task_id, first.id, ward.now)
    grow_old(blobs)

    sweep_files(ward.database, blobs, ward.now + timedelta(days=31))

    assert there(blobs) == {second.digest}


def test_what_a_dead_sweep_had_set_aside_is_read_and_put_back(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    given = give()
    kept = blobs.folder / given.digest[:2] / given.digest
    aside = blobs.aside / given.digest[:2] / f"{given.digest}.a1"
    aside.parent.mkdir(parents=True)
    kept.rename(aside)
    grow_old(blobs)

    with read_file(ward.database, blobs, ward.viewer("phu-nu"), given.id).content as content:
        assert content.read() == PDF
    assert sweep_files(ward.database, blobs, ward.now) == Swept(kept=1)
    assert kept.read_bytes() == PDF and not aside.exists()


def together(*acts: Callable[[], object]) -> list[object]:
    """All begin at the same moment; what they answer, in their order."""
    begin, answers = threading.Barrier(len(acts)), dict[int, object]()

    def run(n: int) -> None:
        begin.wait()
        answers[n] = acts[n]()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[n] for n in range(len(acts))]


def test_an_upload_at_the_same_moment_never_loses_its_content(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    """An old content without a row is swept by two while somebody uploads the very same."""
    me = ward.viewer("phu-nu")

    def needed(digests: Collection[str]) -> Collection[str]:
        with ward.database.write() as connection:
            return files.needed(connection, digests, ward.now)

    for n in range(25):
        content = PDF + str(n).encode()
        swept = partial(sweep, blobs, orphan(blobs, content)[:2], needed)

        given, *_ = together(partial(give, content, f"{n}.pdf"), swept, swept)

        assert isinstance(given, File)
        with read_file(ward.database, blobs, me, given.id).content as kept:
            assert kept.read() == content
        remove_file(ward.database, me, given.task_id, given.id, ward.now)


def test_a_folder_of_another_database_is_left_alone(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    strange = {orphan(blobs, str(n).encode()) for n in range(5)}
    given = give()
    grow_old(blobs)

    assert sweep_files(ward.database, blobs, ward.now) is None
    assert there(blobs) == {given.digest, *strange}


def test_it_is_done_once_a_day_from_three_in_the_morning_where_the_folder_is_known(
        ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    give()
    night = ward.now.replace(hour=19, minute=59) - timedelta(days=1)  # 02:59 in Viet Nam
    with ward.database.read() as connection:
        assert sweep_due(connection, night, 1) == ()
        assert sweep_due(connection, night + timedelta(minutes=1), 1) == ("2026-01-15",)
    assert "sweep" not in {kind.name for kind in kinds_for(None)}
    lost = orphan(blobs, b"lost")

    Embedded(Hands(ward.database, TimedIds(), lambda: ward.now, blobs=blobs)).tick()

    assert lost not in there(blobs)
    again = orphan(blobs, b"lost again")
    assert sweep_files(ward.database, blobs, ward.now) is None
    assert again in there(blobs)
    assert sweep_files(ward.database, blobs, ward.now + timedelta(days=1)) == Swept(removed=1, freed=10)


def test_what_died_while_it_came_in_goes_too(ward: Ward, blobs: BlobStore, give: Callable[..., File]):
    given = give()
    (blobs.folder / "incoming" / "tmpabc").write_bytes(b"half")
    grow_old(blobs)

    sweep_files(ward.database, blobs, ward.now)

    assert there(blobs) == {given.digest}


def test_no_other_table_names_contents():
    """Whoever names a content by its digest is asked before it is deleted: `files.needed`."""
    digests = {table.name for table in metadata.sorted_tables if "digest" in table.c}

    assert digests - {"reset_token", "amendment", "calendar_feed"} == {"file"}
