"""A process says that it lives: its row with the counts of its cache, and an incident for what the cache had wrong."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.base.clock import Clock
from engine.base.ids import IdSource
from engine.instance.cache import Difference, figures, take_differences
from engine.store import processes, versions
from engine.store.database import Database
from engine.store.incidents import open_incident
from engine.store.processes import EVERY, Process
from engine.store.trouble import STORAGE_ERRORS
from engine.work.incident import Trouble

log = structlog.get_logger()
_MOST = 20
"""So many tenants at most hear of one difference: all run the same plan, and it is the program that is at fault."""
_LEAVE = 5
"""Seconds that a stop waits for the last row."""


class Pulse:
    """Beats in a thread of its own, beside the pages and beside the loop: what people do waits for none of it."""

    def __init__(self, database: Database, ids: IdSource, clock: Clock, role: str) -> None:
        self._database, self._ids, self._clock, self._role = database, ids, clock, role
        self._id, self._started = ids.new(), clock.now()
        self._stopping = threading.Event()
        self._wrong: set[Difference] = set()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Inside, the row is kept up to date; at the end it says so. A database that does not answer, or has another
        schema by now, is passed over."""
        thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(_LEAVE)

    def _go_on(self) -> None:
        while True:
            ended = self._stopping.is_set()
            try:
                self.beat(ended)
            except (*STORAGE_ERRORS, DBAPIError) as problem:
                log.warning("pulse not written", problem=type(problem).__name__)
            if ended:
                return
            self._stopping.wait(EVERY.total_seconds())

    def beat(self, ended: bool = False) -> None:
        """Write the row; what the cache had wrong since the last time becomes incidents in the same transaction."""
        now = self._clock.now()
        self._wrong |= take_differences()
        name = f"{socket.gethostname()}:{os.getpid()}"[:64]
        with self._database.write() as connection:
            processes.seen(connection, Process(self._id, name, self._role, self._started, now,
                                               now if ended else None, asdict(figures())))
            for difference in self._wrong:
                for trouble in _troubles(connection, difference, name):
                    open_incident(connection, self._ids, trouble, now)
        self._wrong.clear()


def _troubles(connection: Connection, found: Difference, name: str) -> Iterator[Trouble]:
    """One for each version of a plan that has the flow, and each tenant that runs it."""
    for version_id in versions.with_flow(found.flow):
        for tenant_id, run_id in processes.runs_on(connection, version_id, _MOST):
            yield Trouble(tenant_id, "transition", f"{version_id} {tenant_id}"[:200],
                          "bước đi tính lại khác bước đi đã nhớ", run_id, node=found.node,
                          detail={"flow": found.flow, "does": found.command, "process": name})
