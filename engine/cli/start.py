"""The start of the kheo command: make sure `engine` and `web` are ours, then hand over."""

import gc
import importlib
import importlib.util
import sys
from pathlib import Path

_COLLECTOR = (50_000, 20, 20)
"""Python's collector looks for rings of garbage after so many new values; its own 700 cost a tenth of the time."""


def main() -> int:
    """Runs kheo; a foreign package called `web` (web.py installs one) is named instead of failing far inside."""
    problem = foreign_package()
    if problem:
        sys.stderr.write(problem + "\n")
        return 1
    gc.set_threshold(*_COLLECTOR)
    return int(importlib.import_module("web.main").main(sys.argv[1:]))


def foreign_package() -> str | None:
    """A sentence when the package `web` is not the one that came with this engine, else None."""
    home = Path(__file__).resolve().parents[2]
    found = importlib.util.find_spec("web")
    where = Path(found.origin).resolve() if found and found.origin else None
    if where == home / "web" / "__init__.py":
        return None
    return (f'Gói "web" đang được nạp từ {where or "nơi không rõ"}, không phải từ {home}; '
            "hãy cài kheo vào một môi trường riêng (python3 -m venv) không có gói web.py.")
