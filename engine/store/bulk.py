"""Several tasks that one person ends at once, as rows: what was asked for, and what came of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from engine.store.giving import Giving
from engine.store.offered import offered_to, scored_by, within_reach
from engine.store.once import insert_once
from engine.store.row_acts import NODE_COLUMNS, node_of_row
from engine.store.tables import bulk, bulk_item, instance, person, run, task, unit
from engine.work.bulk import BulkAct, BulkStatus, Candidate, bulk_outcomes
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class Bulk:
    """One command for several tasks; `due_at`: from when the background takes it up.

    `other`: to whom they are passed on; `day`: until when they are given time.
    """

    id: str
    person_id: str
    submit_key: str
    label: str
    reason: str | None
    status: BulkStatus
    made_at: datetime
    due_at: datetime
    act: BulkAct = "outcome"
    other: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One of its tasks, by `place`; `says`: what the person is told of it."""

    place: int
    task_id: str
    rev: int
    title: str
    outcome: str
    status: Literal["waiting", "done", "refused"]
    says: str = ""


_BULK = tuple(bulk.c[name] for name in Bulk.__slots__)
_ITEM = tuple(bulk_item.c[name] for name in Item.__slots__)


def candidates(connection: Connection, viewer: Viewer, ids: Sequence[str],
               giving: bool = False) -> dict[str, Candidate]:
    """Those of the tasks that are offered to the viewer or about the viewer's units, in the order of the inbox.

    `giving`: also those which the viewer can give more time.
    """
    rows = connection.execute(
        select(task, unit.c.name.label("unit_name"), *NODE_COLUMNS,
               (offered_to(viewer) & ~scored_by(viewer)).label("mine"),
               *([within_reach(viewer).label("near")] if giving else []))
        .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
        .join(instance, instance.c.id == task.c.instance_id)
        .where(task.c.id.in_(ids), task.c.tenant_id == viewer.tenant_id, *([] if giving else [within_reach(viewer)]))
        .order_by(task.c.last_working_day.is_(None), task.c.last_working_day, task.c.step_index, task.c.id)).all()
    found = {}
    given = Giving(connection, viewer)
    for row in rows:
        node = node_of_row(connection, row)
        no_more_time = given.why_not(row, node[0] if node else None) if giving else ""
        if no_more_time and not row.near:
            continue
        free = bulk_outcomes(*node) if node else ()
        bound = frozenset(one.label for one in node[1].outcomes if one not in free) if node else frozenset()
        found[row.id] = Candidate(row.id, row.rev, row.title, row.subject, row.unit_name, row.role, row.status,
                                  row.act, bool(row.mine), free, bound, row.candidate_unit_id, row.last_day,
                                  no_more_time)
    return found


def of_key(connection: Connection, person_id: str, submit_key: str) -> str | None:
    """The id of the command that the person sent with that key."""
    return connection.execute(select(bulk.c.id).where(
        bulk.c.person_id == person_id, bulk.c.submit_key == submit_key)).scalar()


def add(connection: Connection, new: Bulk, items: Iterable[Item]) -> str:
    """Its id; where the same key came in at the same moment, the id of the first one, and nothing is added."""
    row = {name: getattr(new, name) for name in Bulk.__slots__}
    if not insert_once(connection, bulk, [row])[0]:
        return of_key(connection, new.person_id, new.submit_key) or new.id
    rows = [{"bulk_id": new.id, **{name: getattr(one, name) for name in Item.__slots__}} for one in items]
    if rows:
        connection.execute(insert(bulk_item), rows)
    return new.id


def get(connection: Connection, bulk_id: str, person_id: str | None = None) -> Bulk | None:
    """The command, if it is that person's where one is named."""
    own = [bulk.c.person_id == person_id] if person_id else []
    row = connection.execute(select(*_BULK).where(bulk.c.id == bulk_id, *own)).one_or_none()
    return Bulk(*row) if row else None


def due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Commands that the background has to take up, oldest first."""
    return list(connection.execute(select(bulk.c.id).where(bulk.c.status == "running", bulk.c.due_at <= now)
                                   .order_by(bulk.c.due_at, bulk.c.id).limit(limit)).scalars())


def next_item(connection: Connection, bulk_id: str) -> Item | None:
    """The first task of it that still waits, while the command runs."""
    row = connection.execute(
        select(*_ITEM).join(bulk, bulk.c.id == bulk_item.c.bulk_id)
        .where(bulk.c.id == bulk_id, bulk.c.status == "running", bulk_item.c.status == "waiting")
        .order_by(bulk_item.c.place).limit(1)).one_or_none()
    return Item(*row) if row else None


def end_item(connection: Connection, bulk_id: str, place: int, status: str, says: str) -> None:
    """What came of it; who was faster has said it already."""
    connection.execute(update(bulk_item).where(
        bulk_item.c.bulk_id == bulk_id, bulk_item.c.place == place, bulk_item.c.status == "waiting").values(
            status=status, says=says))


def set_status(connection: Connection, bulk_id: str, status: BulkStatus, among: Iterable[BulkStatus]) -> bool:
    """False when its status is none of those any more."""
    return connection.execute(update(bulk).where(bulk.c.id == bulk_id, bulk.c.status.in_(tuple(among)))
                              .values(status=status)).rowcount == 1


def tally(connection: Connection, bulk_id: str) -> Mapping[str, int]:
    """BulkStatus -> how many of its tasks."""
    rows = connection.execute(select(bulk_item.c.status, func.count()).where(bulk_item.c.bulk_id == bulk_id)
                              .group_by(bulk_item.c.status)).all()
    return {row[0]: row[1] for row in rows}


def items(connection: Connection, bulk_id: str, status: str, limit: int) -> list[Item]:
    """Its tasks of that status, in their order."""
    rows = connection.execute(select(*_ITEM).where(bulk_item.c.bulk_id == bulk_id, bulk_item.c.status == status)
                              .order_by(bulk_item.c.place).limit(limit)).all()
    return [Item(*row) for row in rows]


def owner(connection: Connection, bulk_id: str) -> tuple[str, str | None] | None:
    """The tenant of the person whose command it is."""
    found = connection.execute(select(person.c.tenant_id).join(bulk, bulk.c.person_id == person.c.id)
                               .where(bulk.c.id == bulk_id)).scalar()
    return (str(found), None) if found else None
