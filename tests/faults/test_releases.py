"""Releases side by side on one database: the next one beside this one, the previous one beside this one.

The next one is made here: this code with one more revision. The previous one is real: the code of the last commit that
knew another schema. Where there is no history to take it from (a copy of the files, a shallow clone) this release is
the previous one, beside the made one.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from alembic.script import ScriptDirectory

from engine.store.database import Database
from engine.store.schema import schema_problem
from tests.faults.load import DUE, at_rest, effects, effects_unhurt, loaded
from tests.faults.processes import stopped, until, worker

ROOT = Path(__file__).parents[2]
VERSIONS = "engine/store/migrations/versions"
UNITS = 60
REVISION = '''"""What a release to come adds."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{new}", "{head}", None, None
accepts = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("task") as batch:
        batch.add_column(sa.Column("to_come", sa.Text(), nullable=True))
'''


def head() -> str:
    found = ScriptDirectory(str((ROOT / VERSIONS).parent)).get_current_head()
    assert found
    return found


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of this release with one more revision, which this one may work beside."""
    place = tmp_path_factory.mktemp("next")
    for part in ("engine", "web", "plan_configs", "workflows"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    text = REVISION.format(new=f"{head()}_next", head=head())
    (place / VERSIONS / "to_come.py").write_text(text, "utf-8")
    return place


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory, next_release: Path) -> tuple[Path, Path]:
    """The code of a release and of the one after it: the last commit that knew another schema, and this code."""
    def git(*words: str) -> bytes:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout

    try:
        here = {file.name for file in (ROOT / VERSIONS).glob("*.py")}
        last = {Path(line).name for line in git("ls-tree", "--name-only", "HEAD", f"{VERSIONS}/").decode().split()}
        newest = git("log", "-1", "--diff-filter=A", "--format=%H", "--", VERSIONS).decode().strip()
        code = git("archive", "HEAD" if here != last else f"{newest}^", "engine", "web", "plan_configs", "workflows",
                   "tests/faults/worker.py")
    except (OSError, subprocess.CalledProcessError):
        return ROOT, next_release
    place = tmp_path_factory.mktemp("previous")
    with tarfile.open(fileobj=BytesIO(code)) as packed:
        packed.extractall(place, filter="data")
    return place, ROOT


def kheo(code: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command of that release."""
    start = "import sys; from engine.cli.start import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", start, *words], capture_output=True, text=True, cwd=code, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(code)})


@contextmanager
def worker_of(code: Path, url: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker of that release, which writes into that log."""
    own = code / "tests/faults/worker.py"
    file = own if own.exists() else ROOT / "tests/faults/worker.py"
    words = [sys.executable, str(file), url, DUE.isoformat(), "0.5", "0"]
    with log.open("wb") as written, subprocess.Popen(
            words, cwd=code, env={**os.environ, "PYTHONPATH": str(code)}, stderr=written) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_worker_of_the_next_release_works_beside_one_of_this(
        database: Database, database_url: str, next_release: Path, tmp_path: Path):
    too_early = kheo(next_release, "worker", "--database", database_url)
    upgraded = kheo(next_release, "db", "upgrade", "--database", database_url)
    loaded(database, UNITS)
    log = tmp_path / "log"
    with worker_of(next_release, database_url, log) as newer, worker(database_url, DUE) as mine:
        assert until(lambda: "worker started" in log.read_text("utf-8"))
        done = until(lambda: at_rest(database, DUE))
        codes = [leave(newer), stopped(mine)]

    assert (too_early.returncode, upgraded.returncode) == (1, 0), too_early.stderr + upgraded.stderr
    assert "còn ở lược đồ cũ" in too_early.stderr
    assert schema_problem(database) is None
    assert (done, codes) == (True, [0, 0]), log.read_text("utf-8")
    assert effects(database) == effects_unhurt(UNITS)


@contextmanager
def pages_of(code: Path, url: str, data: Path) -> Iterator[str]:
    """The address of that release's `kheo serve`."""
    start = "import sys; from web.main import main; sys.exit(main())"
    words = ["serve", "--no-worker", "--port", "0", "--database", url, "--data", str(data)]
    with subprocess.Popen([sys.executable, "-c", start, *words], cwd=code, stdout=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": str(code)}) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().decode().removeprefix("READY ").strip()
        finally:
            process.kill()


def leave(process: "subprocess.Popen[bytes]") -> int | None:
    """The exit code after SIGTERM; None when it does not stop."""
    process.terminate()
    return process.poll() if until(lambda: process.poll() is not None, 30) else None


def of_any_release(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The effects without words, which may differ from release to release, and without letters, made of them."""
    kept = {name: found[name] for name in ("tasks", "step ends", "states", "timers", "messages")}
    return {**kept, "notices": [row[:-1] for row in found["notices"]]}


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_processes_of_the_previous_release_go_on_after_the_upgrade_beside_this_one(
        database: Database, database_url: str, neighbours: tuple[Path, Path], tmp_path: Path):
    (previous, present), log, newer = neighbours, tmp_path / "log", tmp_path / "newer"

    upgraded = kheo(present, "db", "upgrade", "--database", database_url)
    with (pages_of(previous, database_url, tmp_path / "data") as address,
          urlopen(f"{address}/healthz", timeout=20) as answer):
        health = json.load(answer)
    loaded(database, UNITS)
    with worker_of(previous, database_url, log) as older:
        assert until(lambda: "worker started" in log.read_text("utf-8")), log.read_text("utf-8")
        with worker_of(present, database_url, newer) as mine:
            assert until(lambda: "worker started" in newer.read_text("utf-8")), newer.read_text("utf-8")
            done = until(lambda: at_rest(database, DUE))
            codes = [leave(one) for one in (older, mine)]

    assert upgraded.returncode == 0, upgraded.stderr
    assert (answer.status, health["status"], health["database"]) == (200, "ok", "ok")
    assert (done, codes) == (True, [0, 0]), log.read_text("utf-8") + newer.read_text("utf-8")
    assert of_any_release(effects(database)) == of_any_release(effects_unhurt(UNITS))
