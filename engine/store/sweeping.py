"""Contents that no row needs leave the folder: set aside, looked at once more, and only then deleted."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from engine.store.blobs import BlobStore

AGE = 24 * 3600.0
"""Seconds for which a content without a row may be one whose row is about to be written; keeping it begins anew."""
PREFIXES = tuple(f"{n:02x}" for n in range(256))
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PAGE = 500

Needed = Callable[[Collection[str]], Collection[str]]
"""Those of the digests that a row needs, asked in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of a part of the folder. `freed` in bytes; `kept`: set aside and put back, for a row had come."""

    removed: int = 0
    freed: int = 0
    kept: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.removed + other.removed, self.freed + other.freed, self.kept + other.kept)


def old_contents(blobs: BlobStore, prefix: str, age: float = AGE) -> list[str]:
    """Digests of contents that were kept longer ago, those included that a sweep which died had set aside."""
    oldest = _now(blobs) - age
    there = [path for folder in (blobs.folder / prefix, blobs.aside / prefix) for path in _files(folder)
             if _DIGEST.fullmatch(path.stem) and _born(path) <= oldest]
    return sorted({path.stem for path in there})


def sweep(blobs: BlobStore, prefix: str, needed: Needed, age: float = AGE) -> Swept:
    """Deletes the old contents that no row needs, with the pictures drawn of them.

    Whoever keeps such a content meanwhile loses nothing: before it is set aside its age begins anew, which is looked at
    afterwards; after that the content is written once more.
    """
    done = Swept()
    old = old_contents(blobs, prefix, age)
    for page in (old[at:at + _PAGE] for at in range(0, len(old), _PAGE)):
        wanted = needed(page)
        for digest in (digest for digest in page if digest not in wanted):
            # A name of its own: what another sweep sets aside is never written over after it was looked at.
            _move(blobs.folder / prefix / digest, blobs.aside / prefix / f"{digest}.{token_hex(8)}")
        if aside := [path for path in _files(blobs.aside / prefix) if path.stem in page]:
            wanted = needed({path.stem for path in aside})
            for path in aside:
                done += _settle(blobs, path, path.stem in wanted, age)
    _tidy_pictures(blobs, prefix, age)
    return done


def tidy_incoming(blobs: BlobStore, age: float = AGE) -> None:
    """What processes that died were taking in."""
    oldest = _now(blobs) - age
    for path in _files(blobs.folder / "incoming"):
        if _born(path) <= oldest:
            path.unlink(missing_ok=True)


def _settle(blobs: BlobStore, aside: Path, wanted: bool, age: float) -> Swept:
    try:
        found = aside.stat()
    except FileNotFoundError:  # another sweep was here
        return Swept()
    if wanted or found.st_mtime > _now(blobs) - age:
        _move(aside, blobs.folder / aside.parent.name / aside.stem)
        return Swept(kept=1)
    aside.unlink(missing_ok=True)
    return Swept(removed=1, freed=found.st_size)


def _tidy_pictures(blobs: BlobStore, prefix: str, age: float) -> None:
    """Pictures whose content is gone; marks of failed drawings, so that they are tried again; what was half drawn."""
    folder, oldest = blobs.folder / "previews" / prefix, _now(blobs) - age
    for path in _files(folder):
        digest = path.name.split(".")[0]
        there = _DIGEST.fullmatch(digest) and blobs.holds(digest)
        if not there or (path.suffix == ".none" and _born(path) <= oldest):
            path.unlink(missing_ok=True)
    for left in folder.glob("tmp*"):
        if left.is_dir() and _born(left) <= oldest:
            shutil.rmtree(left, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    """The same content may be at both places: it is named by what is in it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        source.replace(target)
    except FileNotFoundError:
        return


def _files(folder: Path) -> Iterable[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _born(path: Path) -> float:
    """When it was kept last; of what is gone already, now."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _now(blobs: BlobStore) -> float:
    """By the clock of the file system, which may be another machine's."""
    blobs.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=blobs.folder) as probe:
        probe.write(b".")
        probe.flush()
        return os.fstat(probe.fileno()).st_mtime
