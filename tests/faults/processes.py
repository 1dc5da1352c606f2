"""Processes that can be killed: workers, and people at their pages."""

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.faults.people import main as act
from tests.faults.worker import main as work

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.worker", "tests.faults.people"])  # need not be imported each time
ROUNDS = int(os.environ.get("KHEO_FAULT_ROUNDS", "20"))
"""How often a worker is killed; more by hand."""


@contextmanager
def worker(url: str, start: datetime, lease: float = 0.5, mail_port: int = 0,
           files: Path | str = "") -> Iterator[ForkServerProcess]:
    """A running worker whose clock shows `start` now; killed at the end if it still runs."""
    with _running(work, url, start.isoformat(), str(lease), str(mail_port), str(files)) as process:
        yield process


@contextmanager
def people(url: str, files: Path, start: datetime, units: int) -> Iterator[ForkServerProcess]:
    """People of so many units at their tasks; killed at the end if they are not through."""
    with _running(act, url, str(files), start.isoformat(), units) as process:
        yield process


@contextmanager
def _running(target: Callable[..., None], *given: object) -> Iterator[ForkServerProcess]:
    process = _FORKS.Process(target=target, args=given)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def stopped(process: ForkServerProcess) -> int | None:
    """The exit code after SIGTERM; None when it does not stop. A worker that is still starting has time to start."""
    until(lambda: _catches(process, signal.SIGTERM))
    process.terminate()
    process.join(30)
    return process.exitcode


def _catches(process: ForkServerProcess, number: signal.Signals) -> bool:
    """Whether the process has a handler of that signal (proc(5), SigCgt: a mask in hexadecimal)."""
    caught = re.search(r"^SigCgt:\s*(\w+)$", Path(f"/proc/{process.pid}/status").read_text("ascii"), re.M)
    return bool(caught and int(caught[1], 16) >> (number - 1) & 1)


def until(met: Callable[[], bool], seconds: float = 40) -> bool:
    """Waits, at most so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return True
        time.sleep(0.05)
    return False
