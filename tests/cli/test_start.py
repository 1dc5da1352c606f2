"""The start-up check: kheo never runs on somebody else's package `web`."""

import os
import subprocess
import sys

from engine.cli.start import foreign_package
from tests.cli.kheo import ROOT, Said

START = "import sys; from engine.cli.start import main; sys.exit(main())"


def start(*path: object) -> Said:
    """`kheo --version` with those folders searched for packages, in that order, before any other."""
    done = subprocess.run([sys.executable, "-P", "-c", START, "--version"], capture_output=True, text=True, timeout=60,
                          cwd="/", env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))})
    return Said(done.returncode, done.stdout, done.stderr)


def test_our_own_package_is_taken():
    assert foreign_package() is None
    assert start(ROOT).code == 0


def test_a_foreign_package_of_that_name_is_named_with_the_way_out(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/__init__.py").write_text("raise SystemExit('the foreign package ran')")

    said = start(tmp_path, ROOT)

    assert said == Said(1, "", (
        f'Gói "web" đang được nạp từ {tmp_path}/web/__init__.py, không phải từ {ROOT}; hãy cài kheo vào một môi trường '
        "riêng (python3 -m venv) không có gói web.py.\n"))


def test_a_foreign_module_of_that_name_is_named_too(tmp_path):
    (tmp_path / "web.py").write_text("")

    said = start(tmp_path, ROOT)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f'Gói "web" đang được nạp từ {tmp_path}/web.py, ')
