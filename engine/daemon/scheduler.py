"""The loop: every few seconds what is due is done, and what waits in the outbox is sent."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.action.fire_due import fire_due
from engine.base.clock import Clock
from engine.base.ids import IdSource
from engine.daemon.post import SmtpSettings, send_waiting
from engine.store.database import Database

log = structlog.get_logger()
PAGE = 500
TOO_LONG = timedelta(minutes=5)


class Scheduler:
    """Ticks in a thread of its own; `beat` is the moment of the last tick that ended well."""

    def __init__(
        self, database: Database, ids: IdSource, clock: Clock, smtp: SmtpSettings | None, every: float = 20.0,
    ) -> None:
        self._database, self._ids, self._clock, self._smtp = database, ids, clock, smtp
        self._jobs = BackgroundScheduler(timezone="UTC")
        self._jobs.add_job(self.tick, "interval", seconds=every, max_instances=1, coalesce=True,
                           misfire_grace_time=None, next_run_time=None)
        self._every = every
        self.beat: datetime | None = None
        self._ticking = threading.Lock()

    def start(self) -> None:
        self._jobs.start()
        for job in self._jobs.get_jobs():
            job.resume()

    def stop(self) -> None:
        """Waits for the tick that runs, then stops; safe to call twice."""
        if self._jobs.running:
            self._jobs.shutdown(wait=True)

    def tick(self) -> None:
        """Whatever fails is logged and tried again at the next tick: the loop itself never ends."""
        with self._ticking:
            try:
                tick(self._database, self._ids, self._clock.now, self._smtp)
                self.beat = self._clock.now()
            except Exception:
                log.exception("tick failed")

    def problem(self) -> str | None:
        """A sentence when the loop has not ended well for TOO_LONG, None when all is well."""
        if self.beat is None or self._clock.now() - self.beat <= TOO_LONG:
            return None
        return f"bộ lập lịch không chạy xong lượt nào từ {self.beat:%H:%M %d/%m/%Y} (giờ UTC); xem nhật ký máy chủ"


def tick(database: Database, ids: IdSource, now: Callable[[], datetime], smtp: SmtpSettings | None) -> None:
    """Everything due at this moment, page by page, then the letters."""
    while True:
        done = fire_due(database, ids, now(), PAGE)
        if done.more is False:
            break
    if smtp is not None:
        send_waiting(database, smtp, now)
