"""The kheo command as tests type it: in this process, or as the real program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from web.main import main

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests/data/small-plan"
ORGANISATION = """loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}
chức danh: {can-bo: Cán bộ}
đơn vị:
  - {mã: phuong-mau, tên: Phường Mẫu, loại: phuong}
  - {mã: ban-dan-van, tên: Ban Dân vận, loại: ban, thuộc: phuong-mau}
  - {mã: hoi-phu-nu, tên: Hội Phụ nữ, loại: hoi, thuộc: phuong-mau}
người:
  - {tài khoản: dau-moi, họ tên: Lê Đầu Mối, giữ chức: [{chức danh: can-bo, đơn vị: ban-dan-van}]}
"""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def kheo(capsys: pytest.CaptureFixture[str], *words: object) -> Said:
    """One command in this process."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Said(code, out, err)


def installed(capsys: pytest.CaptureFixture[str], folder: Path, more: str = "") -> Path:
    """The folder, with an installation of Phường Mẫu; `more`: lines of further people."""
    file = folder / "to-chuc.yaml"
    file.write_text(ORGANISATION + more, "utf-8")
    kheo(capsys, "init", "--data", folder, "--organisation", file)
    return folder


def program() -> list[str]:
    """The installed console script, or what it does where only the checkout is there."""
    script = Path(sys.executable).with_name("kheo")
    if script.exists():
        return [str(script)]
    found = shutil.which("kheo")
    return [found] if found else [
        sys.executable, "-c", "import sys; from engine.cli.start import main; sys.exit(main())"]


def environment(**more: str) -> dict[str, str]:
    """The environment without what would steer kheo, and with that."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KHEO_")}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def run_program(*words: object, **more: str) -> Said:
    """One command as a process of its own."""
    done = subprocess.run([*program(), *map(str, words)], capture_output=True, text=True, timeout=60, cwd=ROOT,
                          env=environment(**more))
    return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def staying(*words: object, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """A command that stays; it is ended at the latest after a minute."""
    process = subprocess.Popen([*program(), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, cwd=ROOT, env=environment(**more))
    limit = Timer(60, process.kill)
    limit.start()
    try:
        yield process
    finally:
        limit.cancel()
        process.kill()
        process.communicate()
