"""Processes of kheo as rows: each writes now and then that it lives, and what its transition cache holds and did."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, or_, select, update

from engine.store.once import insert_once
from engine.store.tables import amendment, process, run

EVERY = timedelta(minutes=1)
"""How often a process writes its row."""
_KEPT = timedelta(days=7)
_SILENT = 3 * EVERY


@dataclass(frozen=True, slots=True)
class Process:
    """One process. `role`: serve | worker | demo; `ended_at`: it stopped as it should; `transitions`: its counts."""

    id: str
    name: str
    role: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    transitions: Mapping[str, int]

    def lives(self, now: datetime) -> bool:
        """Whether it has neither stopped nor been silent for some minutes."""
        return self.ended_at is None and self.seen_at > now - _SILENT


def seen(connection: Connection, one: Process) -> None:
    """The process lives, or has just ended; rows of those that are gone for a week go too."""
    values = {"seen_at": one.seen_at, "ended_at": one.ended_at, "transitions": json.dumps(dict(one.transitions))}
    known = connection.execute(update(process).where(process.c.id == one.id).values(values)).rowcount
    if not known:
        insert_once(connection, process, [
            {"id": one.id, "name": one.name, "role": one.role, "started_at": one.started_at, **values}])
        connection.execute(delete(process).where(process.c.seen_at < one.seen_at - _KEPT))


def on_record(connection: Connection) -> tuple[Process, ...]:
    """Every process of the last days, the one started last first."""
    rows = connection.execute(select(
        process.c.id, process.c.name, process.c.role, process.c.started_at, process.c.seen_at, process.c.ended_at,
        process.c.transitions).order_by(process.c.started_at.desc(), process.c.id)).all()
    return tuple(Process(*row[:6], json.loads(row[6])) for row in rows)


def runs_on(connection: Connection, version_id: str, most: int) -> list[tuple[str, str]]:
    """(tenant, run) of running plans that stand on the version or did before an amendment, one of each tenant."""
    before = exists().where(amendment.c.run_id == run.c.id, amendment.c.from_id == version_id)
    rows = connection.execute(
        select(run.c.tenant_id, func.min(run.c.id))
        .where(or_(run.c.version_id == version_id, before), run.c.status == "running")
        .group_by(run.c.tenant_id).order_by(run.c.tenant_id).limit(most))
    return [(row[0], row[1]) for row in rows]
