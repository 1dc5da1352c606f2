"""The engine of many nodes: procrastinate carries the number of a job to a worker anywhere; PostgreSQL alone."""

import asyncio
import importlib
import threading
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from engine.daemon.hands import Hands, each_kind
from engine.daemon.kind import kinds_for
from engine.daemon.promote import promote
from engine.store import jobs
from engine.store.database import conninfo

log = structlog.get_logger()
_TASK = "kheo.page"
_PAUSE = 2
"""Seconds before a queue that failed is tried again."""
_SILENT = 30
"""Seconds without a sign of life after which procrastinate's own row of a job counts as stalled."""


class Distributed:
    """Jobs are offered in the transaction that takes them up, and again as long as nobody has done them: what
    procrastinate loses or brings twice does no harm, for the lease in our own row decides."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        procrastinate: Any = importlib.import_module("procrastinate")  # an extra: kheo[postgres]
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(
            conninfo=conninfo(hands.database), min_size=1, max_size=4))
        self._app.task(name=_TASK)(self._run)
        # Who offers does it on a connection of ours, which is not asynchronous; this one opens none.
        self._queue = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._stop = threading.Event()
        self._worker: threading.Thread | None = None

    def start(self) -> None:
        """A thread that listens for offers and does one page at a time."""
        self._worker = threading.Thread(target=lambda: asyncio.run(self._listen()), name="pages-of-work", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Waits until the page at hand is done."""
        self._stop.set()
        if self._worker:
            self._worker.join()

    def tick(self) -> None:
        """Promote what is due and offer what waits; the other workers hear of it at once.

        What cannot be promoted of one kind is raised at the end.
        """
        hands = self._hands
        problems = each_kind(hands, lambda kind: promote(hands.database, hands.ids, kind, hands.now()))
        with hands.database.write() as connection:
            self._offer(connection, jobs.to_offer(connection, hands.now(), hands.lease, hands.lease))
        if problems:
            raise problems[0]

    def _offer(self, connection: Connection, waiting: Sequence[tuple[str, str, int]]) -> None:
        driver = connection.connection.driver_connection
        for queue, priority in sorted({(kind, priority) for _, kind, priority in waiting}):
            page = self._queue.configure_task(name=_TASK, queue=queue, priority=priority, connection=driver)
            page.batch_defer(*({"job_id": job_id} for job_id, kind, _ in waiting if kind == queue))

    def _run(self, job_id: str) -> None:
        """One offer; then, where pages come in numbers, the next ones are promoted without waiting for a tick."""
        try:
            kind = self._hands.work(job_id)
            if kind and self._hands.go_on():
                self.tick()
        except Exception:
            log.exception("job failed", job=job_id)  # its row waits; a tick offers it again

    async def _listen(self) -> None:
        """Until told to stop; a database that goes away is waited for."""
        queues = [kind.name for kind in kinds_for(self._hands.smtp, self._hands.blobs)]
        while not self._stop.is_set():
            try:
                async with self._app.open_async():
                    await self._until_stopped(queues)
            except Exception:
                log.exception("queue failed")
                await asyncio.sleep(_PAUSE)

    async def _until_stopped(self, queues: Sequence[str]) -> None:
        worker: asyncio.Task[None] = asyncio.create_task(self._app.run_worker_async(
            queues=queues, wait=True, install_signal_handlers=False, delete_jobs="always", name=self._hands.name,
            fetch_job_polling_interval=5.0, update_heartbeat_interval=10.0, stalled_worker_timeout=float(_SILENT)))
        tidy = asyncio.create_task(self._tidy())
        while not self._stop.is_set() and not worker.done() and not tidy.done():
            await asyncio.wait({worker, tidy}, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
        ended = [task.exception() for task in (worker, tidy) if task.done()]
        worker.cancel()
        tidy.cancel()
        await asyncio.gather(worker, tidy, return_exceptions=True)
        for problem in filter(None, ended):
            raise problem

    async def _tidy(self) -> None:
        """Throw away what dead workers left behind; our own rows bring the work back."""
        manager = self._app.job_manager
        while True:
            for stalled in await manager.get_stalled_jobs(task_name=_TASK, seconds_since_heartbeat=_SILENT):
                await manager.finish_job(stalled, status=_failed(), delete_job=True)
            await asyncio.sleep(_SILENT)


def _failed() -> Any:
    return importlib.import_module("procrastinate.jobs").Status.FAILED
