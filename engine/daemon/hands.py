"""One worker's hands: take a page under a lease, do its keys, put back what failed, give up what fails for good."""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from engine.base.ids import IdSource
from engine.daemon.kind import Bench, Kind, kinds_for
from engine.daemon.post import SmtpSettings
from engine.store import jobs
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.incidents import open_incident
from engine.store.jobs import Leased, NewJob
from engine.store.trouble import STORAGE_ERRORS
from engine.work.incident import Trouble

log = structlog.get_logger()
LEASE = timedelta(seconds=60)
_MINUTE = timedelta(minutes=1)
_MOST_TRIES = 8
"""A page that was begun so often and never ended is done key by key; a key alone that got nowhere is given up."""


class LeaseLost(Exception):
    """The lease was over and somebody else has the page: nothing more is committed here."""


@dataclass(frozen=True, slots=True)
class FencedDatabase(Database):
    """Commits only while the job is in these hands, and prolongs the lease with every commit.

    A key alone that commits something gets on, however often its workers died before.
    """

    held: Leased
    now: Callable[[], datetime]
    lease: timedelta

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """As `Database.write`. Raises LeaseLost; whoever takes the job over waits until this transaction has ended."""
        with Database.write(self) as connection:
            if not jobs.renew(connection, self.held, self.now() + self.lease, gets_on=len(self.held.keys) == 1):
                raise LeaseLost(self.held.id)
            yield connection


@dataclass(frozen=True, slots=True)
class Hands:
    """One worker. `name` says which in the list of jobs."""

    database: Database
    ids: IdSource
    now: Callable[[], datetime]
    smtp: SmtpSettings | None = None
    go_on: Callable[[], bool] = lambda: True
    name: str = "kheo"
    lease: timedelta = LEASE
    blobs: BlobStore | None = None

    def work(self, job_id: str | None = None) -> str | None:
        """Does the most pressing free page, or that one if it is free; its kind, None when there was nothing to take.

        Raises the error of a database that does not answer: then the page waits and nothing of it is lost.
        """
        kinds = {kind.name: kind for kind in kinds_for(self.smtp, self.blobs)}
        with self.database.write() as connection:
            held = jobs.take(connection, self.name, kinds, self.now(), self.lease, job_id)
        if held is None:
            return None
        fenced = FencedDatabase(self.database.writing, self.database.reading, held, self.now, self.lease)
        try:
            self._do(fenced, kinds[held.kind])
        except LeaseLost:
            log.warning("lease lost", job=held.id, kind=held.kind, worker=self.name)
        except STORAGE_ERRORS as problem:
            with suppress(*STORAGE_ERRORS), self.database.write() as connection:
                jobs.put_back(connection, held, held.keys, _said(problem), self.now() + held.tries * self.lease / 10)
            raise
        return held.kind

    def _do(self, fenced: FencedDatabase, kind: Kind) -> None:
        held = fenced.held
        if held.tries > _MOST_TRIES:
            failed = dict.fromkeys(held.keys, "the page never came to an end")
            self._end(fenced, kind, failed, (), self.now())
            return
        failed, done = {}, 0
        bench = Bench(fenced, self.ids, self.now, self.smtp, self.go_on, held.tries, self.blobs)
        size = bench.bite(len(held.keys)) if kind.together else 1
        parts = [held.keys[at:at + size] for at in range(0, len(held.keys), size)]
        wait = timedelta(0)
        for part in parts:
            if kind.yields and not self.go_on():
                break
            goes_on = self._part(bench, kind, part, failed)
            done += len(part)
            if not goes_on:
                wait = _MINUTE
                break
        self._end(fenced, kind, failed, held.keys[done:], self.now() + wait)

    def _part(self, bench: Bench, kind: Kind, keys: Sequence[str], failed: dict[str, str]) -> bool:
        """What cannot be done together is done key by key; what fails alone is kept with its reason."""
        try:
            return kind.do(bench, keys)
        except (LeaseLost, *STORAGE_ERRORS):
            raise
        except Exception as problem:
            if len(keys) > 1:
                alone = [self._part(bench, kind, (key,), failed) for key in keys]
                return all(alone)
            log.exception("job failed", kind=kind.name, key=keys[0])
            failed[keys[0]] = _said(problem)
            return True

    def _end(self, fenced: FencedDatabase, kind: Kind, failed: dict[str, str], rest: Sequence[str],
             after: datetime) -> None:
        """In one transaction: the page ends, what failed and what is left are jobs of their own."""
        held = fenced.held
        with fenced.write() as connection:
            if rest:
                jobs.put_back(connection, held, rest, None, after)
            elif failed and len(held.keys) == 1:
                self._again(connection, kind, held, failed[held.keys[0]])
                return
            else:
                jobs.end(connection, held)
            jobs.add(connection, [NewJob(self.ids.new(), kind.name, (key,), kind.priority, 1, why)
                                  for key, why in failed.items()], self.now(), jobs.BACK_OFF[0])

    def _again(self, connection: Connection, kind: Kind, held: Leased, why: str) -> None:
        """A key that fails by itself waits longer each time; after the last try it is an incident."""
        if held.tries <= len(jobs.BACK_OFF):
            jobs.put_back(connection, held, held.keys, why, self.now() + jobs.BACK_OFF[held.tries - 1])
            return
        jobs.give_up(connection, held, why)
        owner = kind.owner(connection, held.keys[0])
        if owner:
            open_incident(connection, self.ids, Trouble(
                owner[0], "job", held.id, f"kheo gặp lỗi khi làm việc nền này, đã thử {held.tries} lần", owner[1],
                detail={"kind": held.kind, "key": held.keys[0], "problem": why}), self.now())


def each_kind(hands: Hands, act: Callable[[Kind], object]) -> list[Exception]:
    """Does it with every kind that this process can do. What fails with one is logged and keeps no other back; the
    errors, those of a database that does not answer not logged each time."""
    problems: list[Exception] = []
    for kind in kinds_for(hands.smtp, hands.blobs):
        try:
            act(kind)
        except STORAGE_ERRORS as problem:
            problems.append(problem)
        except Exception as problem:
            log.exception("kind failed", kind=kind.name)
            problems.append(problem)
    return problems


def _said(problem: Exception) -> str:
    """The error without what it may quote: its kind and the line where it came up."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if "/engine/" in frame.filename]
    place = f" ({frames[-1].filename.rpartition('/engine/')[2]}:{frames[-1].lineno})" if frames else ""
    return f"{type(problem).__name__}{place}"
