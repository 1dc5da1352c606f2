"""Small pictures of stored files, drawn when first asked for and kept beside the contents, by their digest."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

from engine.store.blobs import BlobStore
from engine.work.upload import DRAWN

SMALL, LARGE = 192, 1600
"""Longest sides in pixels: in a list, and to read."""
_SECONDS = 15.0
_PROGRAM = Path(__file__).with_name("small_picture.py")
_turns = threading.BoundedSemaphore(2)
"""So many are drawn at once; pages do not wait for pictures longer than for one."""


def preview(
    blobs: BlobStore, digest: str, media_type: str, side: int, seconds: float = _SECONDS,
) -> BinaryIO | None:
    """The picture, WebP, to be read and closed; None where none can be drawn, or too many are being drawn."""
    if media_type not in DRAWN:
        return None
    kept, failed = blobs.beside(digest, f"{side}.webp"), blobs.beside(digest, "none")
    try:
        return kept.open("rb")
    except FileNotFoundError:
        if failed.exists() or not _turns.acquire(timeout=seconds):
            return None
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _draw(blobs, digest, media_type, side, kept, seconds):
            failed.touch()  # tried again after the next sweep, not at every look
            return None
        return kept.open("rb")
    finally:
        _turns.release()


def _draw(blobs: BlobStore, digest: str, media_type: str, side: int, kept: Path, seconds: float) -> bool:
    """In a process without the environment, bounded in memory and time; there is a whole picture or none."""
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder, blobs.open(digest) as content:
        target = Path(folder) / "drawn"
        words = [sys.executable, "-I", "-B", str(_PROGRAM), content.name, media_type, str(side), str(target)]
        bare = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        try:
            done = subprocess.run(words, env=bare, cwd=folder, timeout=seconds, check=False,  # noqa: S603 our words
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return False
        if done.returncode or not target.is_file():
            return False
        os.replace(target, kept)
        return True
