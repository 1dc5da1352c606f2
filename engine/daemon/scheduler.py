"""The loop: every few seconds what is due is done, and what waits in the outbox is sent."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.action.deliver_messages import deliver_messages
from engine.action.fire_due import fire_due
from engine.action.reconcile import reconcile_daily
from engine.base.clock import Clock, SystemClock
from engine.base.ids import IdSource
from engine.daemon.post import SmtpSettings, send_waiting
from engine.store.database import Database

log = structlog.get_logger()
PAGE = 500


class Scheduler:
    """Ticks in a thread of its own; `beat` is the moment of its start or of the last tick that ended well."""

    def __init__(
        self, database: Database, ids: IdSource, clock: Clock, smtp: SmtpSettings | None, every: float = 20.0,
    ) -> None:
        self._database, self._ids, self._clock, self._smtp = database, ids, clock, smtp
        self._every = timedelta(seconds=every)
        self._jobs = BackgroundScheduler(timezone="UTC")
        self._stopping = threading.Event()
        self._ticking = threading.Lock()
        self.beat: datetime | None = None

    def start(self) -> None:
        """The first tick comes at once."""
        self.beat = self._clock.now()
        self._jobs.add_job(self.tick, "interval", seconds=self._every.total_seconds(), max_instances=1, coalesce=True,
                           misfire_grace_time=None, next_run_time=SystemClock().now())
        self._jobs.start()

    def stop(self) -> None:
        """Waits for the page or the letter at hand, then stops; safe to call twice."""
        self._stopping.set()
        if self._jobs.running:
            self._jobs.shutdown(wait=True)

    def tick(self) -> None:
        """Whatever fails is logged and tried again at the next tick: the loop itself never ends."""
        with self._ticking:
            try:
                tick(self._database, self._ids, self._clock.now, self._smtp, lambda: not self._stopping.is_set())
                self.beat = self._clock.now()
            except Exception:
                log.exception("tick failed")


def tick(
    database: Database, ids: IdSource, now: Callable[[], datetime], smtp: SmtpSettings | None,
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Everything due at this moment, page by page, then the letters; they go out even when something due fails.

    Once a day a sample of the rows is compared with the saved states.
    """
    try:
        while go_on() and fire_due(database, ids, now(), PAGE).more:
            pass
        while go_on() and deliver_messages(database, ids, now()):
            pass
        if go_on():
            reconcile_daily(database, ids, now())
    finally:
        if smtp is not None:
            send_waiting(database, ids, smtp, now, go_on)
