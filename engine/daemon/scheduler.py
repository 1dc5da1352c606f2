"""The loop: every few seconds what is due is promoted and, by this process or another, done."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.util import find_spec

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.base.clock import Clock, SystemClock
from engine.base.ids import IdSource
from engine.daemon.distributed import Distributed
from engine.daemon.engine import Embedded, JobEngine
from engine.daemon.hands import LEASE, Hands
from engine.daemon.post import SmtpSettings
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.queue_schema import has_queue

log = structlog.get_logger()


class Scheduler:
    """Ticks in a thread of its own; `beat` is the moment of its start or of the last tick that ended well.

    `distributed`: through procrastinate, together with workers elsewhere; else all work is done here, tick by tick.
    """

    def __init__(
        self, database: Database, ids: IdSource, clock: Clock, smtp: SmtpSettings | None, every: float = 20.0,
        lease: timedelta = LEASE, distributed: bool = False, blobs: BlobStore | None = None,
    ) -> None:
        self._clock = clock
        self._every = timedelta(seconds=every)
        self._jobs = BackgroundScheduler(timezone="UTC")
        self._stopping = threading.Event()
        self._ticking = threading.Lock()
        self._hands = Hands(database, ids, clock.now, smtp, lambda: not self._stopping.is_set(),
                            f"{socket.gethostname()}:{os.getpid()}"[:64], lease, blobs)
        self._engine: JobEngine = Distributed(self._hands) if distributed else Embedded(self._hands)
        self.beat: datetime | None = None

    def start(self) -> None:
        """The first tick comes at once."""
        self.beat = self._clock.now()
        self._engine.start()
        self._jobs.add_job(self.tick, "interval", seconds=self._every.total_seconds(), max_instances=1, coalesce=True,
                           misfire_grace_time=None, next_run_time=SystemClock().now())
        self._jobs.start()

    def stop(self) -> None:
        """Waits for the page or the letter at hand, then stops; safe to call twice."""
        self._stopping.set()
        if self._jobs.running:
            self._jobs.shutdown(wait=True)
        self._engine.stop()

    def tick(self) -> None:
        """Whatever fails is logged and tried again at the next tick: the loop itself never ends."""
        with self._ticking:
            try:
                self._engine.tick()
                self.beat = self._clock.now()
            except Exception:
                log.exception("tick failed")


def tick(database: Database, ids: IdSource, now: Callable[[], datetime], smtp: SmtpSettings | None) -> None:
    """Everything due at this moment, page by page; letters go out even when something else that is due fails."""
    Embedded(Hands(database, ids, now, smtp)).tick()


def can_distribute(database: Database) -> bool:
    """Whether procrastinate is installed and its tables are in the database."""
    if database.is_sqlite or find_spec("procrastinate") is None:
        return False
    with database.read() as connection:
        return has_queue(connection)
