"""A content is there whole or not at all."""

import io
from hashlib import sha256
from pathlib import Path

import pytest

from engine.store.blobs import BlobStore, TooLarge


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_can_be_opened_by_its_digest(tmp_path: Path) -> None:
    blobs, digest = BlobStore(tmp_path / "blobs"), sha256(b"abc").hexdigest()
    with blobs.receive(io.BytesIO(b"abc"), 3) as received:
        blobs.keep(received)

    with blobs.open(digest) as content:
        assert content.read() == b"abc"
    assert (received.digest, received.size, everything(tmp_path)) == (digest, 3, [digest])


def test_what_is_not_kept_is_gone(tmp_path: Path) -> None:
    with BlobStore(tmp_path).receive(io.BytesIO(b"abc"), 3) as received:
        assert received.path.read_bytes() == b"abc"

    assert everything(tmp_path) == []


def test_a_stream_that_does_not_end_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(TooLarge), BlobStore(tmp_path).receive(io.BytesIO(bytes(1_000_000)), 999_999):
        pass

    assert everything(tmp_path) == []


def test_a_content_that_is_there_is_kept_once(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    for _ in range(2):
        with blobs.receive(io.BytesIO(b"abc"), 3) as received:
            blobs.keep(received)

    assert everything(tmp_path) == [received.digest]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "0" * 63, "0" * 64])
def test_only_a_digest_that_is_there_opens_anything(tmp_path: Path, digest: str) -> None:
    with pytest.raises(FileNotFoundError):
        BlobStore(tmp_path).open(digest)


def test_others_on_the_machine_cannot_read_a_content(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    with blobs.receive(io.BytesIO(b"abc"), 3) as received:
        blobs.keep(received)

    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "blobs").rglob("*")}
    assert modes == {0}
