"""Contents of files on the file system, named by their SHA-256; a content is there whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

_PIECE = 256 * 1024


class TooLarge(Exception):
    """More bytes came than were allowed."""


@dataclass(frozen=True, slots=True)
class Received:
    """A content that has come in and is not kept yet: it lies at `path` until the end of `receive`."""

    path: Path
    digest: str
    size: int


class BlobStore:
    """The contents below one folder, which is made when it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def receive(self, stream: BinaryIO, most: int) -> Iterator[Received]:
        """Take in at most `most` bytes; what is not kept within the block is gone after it. Raises TooLarge."""
        incoming = self.folder / "incoming"
        incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                digest, size = _copy(stream, file, most)
            yield Received(path, digest, size)
        finally:
            path.unlink(missing_ok=True)

    @property
    def aside(self) -> Path:
        """Where contents that nobody seems to need wait for a second look."""
        return self.folder / "aside"

    def keep(self, received: Received) -> None:
        """From now on it can be opened by its digest; a power cut does not lose it.

        The age of a content that is there already begins anew: for a day no sweep takes it away.
        """
        target = self._path(received.digest)
        try:
            os.utime(target)
            return
        except FileNotFoundError:
            pass  # new, or set aside this very moment: it is written once more
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(received.path, target)
        for folder in (target.parent, self.folder):
            _sync(folder)

    def open(self, digest: str) -> BinaryIO:
        """The content, to be read and closed; raises FileNotFoundError when there is none of that digest."""
        target = self._path(digest)
        with suppress(FileNotFoundError):
            return target.open("rb")
        for path in self._set_aside(digest):
            with suppress(FileNotFoundError):
                return path.open("rb")
        return target.open("rb")  # put back meanwhile, or not there at all

    def holds(self, digest: str) -> bool:
        """Whether there is such a content, be it set aside."""
        return self._path(digest).exists() or bool(self._set_aside(digest))

    def _set_aside(self, digest: str) -> list[Path]:
        folder = self.aside / digest[:2]
        return sorted(folder.glob(f"{digest}.*")) if folder.is_dir() else []

    def beside(self, digest: str, kind: str) -> Path:
        """Where something made from the content is kept; raises FileNotFoundError for what is no digest."""
        return self.folder / "previews" / self._path(digest).parent.name / f"{digest}.{kind}"

    def _path(self, digest: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise FileNotFoundError(digest)
        return self.folder / digest[:2] / digest


def _copy(stream: BinaryIO, file: BinaryIO, most: int) -> tuple[str, int]:
    digest, size = sha256(), 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > most:
            raise TooLarge
        digest.update(piece)
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
