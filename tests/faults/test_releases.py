"""Releases side by side: the next one beside this one on one database."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from engine.store.database import Database
from engine.store.schema import schema_problem
from tests.faults.load import DUE, at_rest, effects, effects_unhurt, loaded
from tests.faults.processes import stopped, until, worker

ROOT = Path(__file__).parents[2]
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
    found = ScriptDirectory(str(ROOT / "engine/store/migrations")).get_current_head()
    assert found
    return found


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of this release with one more revision, which this one may work beside."""
    place = tmp_path_factory.mktemp("next")
    for part in ("engine", "web", "plan_configs", "workflows"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    text = REVISION.format(new=f"{head()}_next", head=head())
    (place / "engine/store/migrations/versions/to_come.py").write_text(text, "utf-8")
    return place


def kheo(code: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command of that release."""
    start = "import sys; from engine.cli.start import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", start, *words], capture_output=True, text=True, cwd=code, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(code)})


@contextmanager
def worker_of(code: Path, url: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker of that release, which writes into that log."""
    words = [sys.executable, str(ROOT / "tests/faults/worker.py"), url, DUE.isoformat(), "0.5", "0"]
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
        newer.terminate()
        gone = until(lambda: newer.poll() is not None, 30)
        code = stopped(mine)

    assert (too_early.returncode, upgraded.returncode) == (1, 0), too_early.stderr + upgraded.stderr
    assert "còn ở lược đồ cũ" in too_early.stderr
    assert schema_problem(database) is None
    assert (done, gone, code, newer.returncode) == (True, True, 0, 0), log.read_text("utf-8")
    assert effects(database) == effects_unhurt(UNITS)
