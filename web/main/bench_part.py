"""kheo bench with the pages of the web: what is measured below never knows who renders."""

from typing import Any

from engine.cli import bench_commands
from web.main.bench_page import inbox_page
from web.main.bench_sweep import sweep, work_pages


def add(commands: Any) -> None:
    """Adds `bench`."""
    bench_commands.add(commands, inbox_page, sweep, work_pages)
