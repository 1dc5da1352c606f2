"""Measures ways of doing the same acts side by side: chunk by chunk in turn, so that all see the same machine."""

import gc
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median, quantiles

from sqlalchemy import Connection, text

from engine.base.clock import cpu_seconds

CHUNK = 50
"""How many acts of one way are done before the next way has its turn."""
_TICKS_PER_SECOND = 100


@dataclass
class Way:
    """One way of doing the acts, each by its number. `before` is not measured."""

    do: Callable[[int], object]
    before: Callable[[int], object] = lambda _: None
    server: Callable[[], float | None] = lambda: None
    """Seconds of CPU that the database's own process has used for this way; None where nobody can tell."""
    spent: list[float] = field(default_factory=list)
    served: float | None = None

    def take(self, acts: Sequence[int]) -> None:
        """Do these acts and note how much of the processor each took."""
        began = self.server()
        for number in acts:
            self.before(number)
            start = cpu_seconds()
            self.do(number)
            self.spent.append(cpu_seconds() - start)
        ended = self.server()
        if began is not None and ended is not None:
            self.served = (self.served or 0.0) + ended - began

    @property
    def cpu_ms(self) -> float:
        """The median of an act in thousandths of a second."""
        return milliseconds(median(self.spent))

    @property
    def mean_ms(self) -> float:
        """The mean of an act in thousandths of a second."""
        return milliseconds(fmean(self.spent))

    @property
    def server_cpu_ms(self) -> float | None:
        """The mean that an act cost the database's own process, in thousandths of a second."""
        return None if self.served is None else milliseconds(self.served / len(self.spent))


def in_turn(ways: Iterable[Way], first: int, last: int) -> None:
    """Every way does the acts from `first` up to but not including `last`, in chunks that alternate."""
    for begin in range(first, last, CHUNK):
        for way in ways:
            way.take(range(begin, min(begin + CHUNK, last)))


@contextmanager
def without_old_garbage() -> Iterator[None]:
    """What was made before is not looked at again by Python's collector: it would charge the acts that come now."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def milliseconds(seconds: float) -> float:
    """Rounded to a ten-thousandth."""
    return round(seconds * 1000, 4)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile, in thousandths of a second."""
    ordered = sorted(seconds)
    last = quantiles(ordered, n=20)[-1] if len(ordered) > 1 else ordered[0]
    return {"p50_ms": milliseconds(median(ordered)), "p95_ms": milliseconds(last)}


def server_process(connection: Connection) -> int | None:
    """The number of the database process behind a connection to a PostgreSQL on this machine, else None."""
    if connection.dialect.name != "postgresql":
        return None
    number = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    try:
        name = Path(f"/proc/{number}/stat").read_text("utf-8").split(") ")[0]
    except OSError:
        return None
    return number if "postgres" in name else None


def process_seconds(number: int) -> float:
    """CPU that the process has used up to now; raises OSError when it is gone."""
    fields = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def peak_kilobytes() -> int:
    """The greatest memory that this process has held; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {"processor": _processor(), "cores": os.cpu_count(), "load": _load(),
            "system": platform.platform(terse=True), "python": platform.python_version()}


def _load() -> float | None:
    """How many processes wanted the processor during the last minute; None where the system does not tell."""
    return round(os.getloadavg()[0], 1) if sys.platform != "win32" else None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())
