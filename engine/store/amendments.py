"""Amendments as rows: what was shown and approved, and how far each instance is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, case, exists, func, insert, select, update

from engine.store.tables import amended, amendment, instance, run

STATUS = {"prepared": "chờ duyệt", "applying": "đang được áp dụng", "applied": "đã được áp dụng",
          "reversed": "đã được đảo lại", "withdrawn": "đã được thay bằng bản khác"}
"""In words."""
TAKEN_BACK = ("applying", "applied")
"""What can be taken back: also what is half-way."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment. `status`: prepared | applying | applied | reversed | withdrawn.

    `drops`, `preview` and `before` are JSON; `capacity` is the one in which it was approved.
    """

    id: str
    run_id: str
    from_id: str
    to_id: str
    status: str
    drops: str
    digest: str
    preview: str
    before: str
    prepared_by: str
    prepared_at: datetime
    approved_by: str | None = None
    capacity: str = ""
    approved_at: datetime | None = None
    applied_at: datetime | None = None
    reversed_by: str | None = None
    reversed_at: datetime | None = None


_COLUMNS: tuple[Column[Any], ...] = tuple(amendment.c[name] for name in Amendment.__slots__)


def add(connection: Connection, new: Amendment) -> None:
    connection.execute(insert(amendment).values({name: getattr(new, name) for name in Amendment.__slots__}))


def get(connection: Connection, tenant_id: str, amendment_id: str) -> Amendment | None:
    """The amendment, if its run is the tenant's."""
    row = connection.execute(select(*_COLUMNS).join(run, run.c.id == amendment.c.run_id).where(
        amendment.c.id == amendment_id, run.c.tenant_id == tenant_id)).one_or_none()
    return Amendment(*row) if row else None


def of_run(connection: Connection, run_id: str) -> tuple[Amendment, ...]:
    """All of the run, the newest first."""
    rows = connection.execute(select(*_COLUMNS).where(amendment.c.run_id == run_id)
                              .order_by(amendment.c.prepared_at.desc(), amendment.c.id.desc()))
    return tuple(Amendment(*row) for row in rows)


def change(connection: Connection, amendment_id: str, **values: Any) -> None:
    """Set those columns."""
    connection.execute(update(amendment).where(amendment.c.id == amendment_id).values(**values))


def under_way(connection: Connection, amendment_id: str) -> Amendment | None:
    """The amendment, of whichever tenant, if it is approved and not through; for what the engine does by itself."""
    row = connection.execute(select(*_COLUMNS).where(
        amendment.c.id == amendment_id, amendment.c.status == "applying")).one_or_none()
    return Amendment(*row) if row else None


def applying(connection: Connection, _now: datetime, limit: int) -> list[str]:
    """Ids of amendments that are approved and not through, in the order of their approval."""
    query = select(amendment.c.id).where(amendment.c.status == "applying")
    return list(connection.execute(query.order_by(amendment.c.approved_at, amendment.c.id).limit(limit)).scalars())


def is_applying(connection: Connection, run_id: str) -> bool:
    """Whether an amendment of the run is approved and not through."""
    mine = exists().where(amendment.c.run_id == run_id, amendment.c.status == "applying")
    return bool(connection.execute(select(mine)).scalar())


def pin(connection: Connection, run_id: str, version_id: str) -> None:
    """Whoever stood on the version of the run stands on this one from now on by itself."""
    connection.execute(update(instance).where(instance.c.run_id == run_id, instance.c.version_id.is_(None),
                                              instance.c.status != "cancelled").values(version_id=version_id))


def unpin(connection: Connection, run_id: str, version_id: str) -> None:
    """Whoever stands on that version stands on it because the run does."""
    connection.execute(update(instance).where(instance.c.run_id == run_id, instance.c.version_id == version_id)
                       .values(version_id=None))


def set_run(connection: Connection, run_id: str, **values: Any) -> None:
    """Set those columns of the run."""
    connection.execute(update(run).where(run.c.id == run_id).values(**values))


def still_mixed(connection: Connection, run_id: str) -> bool:
    """Whether an instance of the run stands on a version of its own."""
    own = exists().where(instance.c.run_id == run_id, instance.c.version_id.is_not(None))
    return bool(connection.execute(select(own)).scalar())


def plan_each(connection: Connection, amendment_id: str, planned: Mapping[str, str], status: str = "waiting") -> None:
    """Instance -> digest of what was approved for it; "started": it is the amendment that lets the instance begin."""
    if planned:
        connection.execute(insert(amended), [
            {"amendment_id": amendment_id, "instance_id": key, "status": status, "planned": digest}
            for key, digest in planned.items()])


def waiting(connection: Connection, amendment_id: str, page: int) -> dict[str, str]:
    """A page of the instances that have still to be looked at, the run's own first: id -> digest approved."""
    rank = case({"run": 0, "unit": 1}, value=instance.c.scope, else_=2)
    rows = connection.execute(
        select(amended.c.instance_id, amended.c.planned).join(instance, instance.c.id == amended.c.instance_id)
        .where(amended.c.amendment_id == amendment_id, amended.c.status == "waiting")
        .order_by(rank, amended.c.instance_id).limit(page))
    return {row.instance_id: row.planned for row in rows}


def looked_at(connection: Connection, amendment_id: str, instance_id: str, status: str, reason: str,
              before: str | None) -> None:
    """What came of the instance: moved | kept | overtaken; `before`: its rows as they were."""
    connection.execute(update(amended).where(
        amended.c.amendment_id == amendment_id, amended.c.instance_id == instance_id).values(
            status=status, reason=reason, before=before))


def note_revisions(connection: Connection, amendment_id: str) -> None:
    """Keep the revision at which each instance is left, so that it can be told who acted since."""
    now = select(instance.c.rev).where(instance.c.id == amended.c.instance_id).scalar_subquery()
    connection.execute(update(amended).where(amended.c.amendment_id == amendment_id).values(rev=now))


@dataclass(frozen=True, slots=True)
class Trace:
    """What an amendment did to one instance. `rev`: at which it was left; `rev_now`: at which it is.

    As long as the amendment is under way they are the same.
    """

    instance_id: str
    status: str
    before: str | None
    rev: int
    rev_now: int


def traces(connection: Connection, amendment_id: str) -> tuple[Trace, ...]:
    """Every instance that the amendment has looked at or is to look at."""
    rows = connection.execute(
        select(amended.c.instance_id, amended.c.status, amended.c.before, amended.c.rev, instance.c.rev)
        .join(instance, instance.c.id == amended.c.instance_id)
        .where(amended.c.amendment_id == amendment_id).order_by(amended.c.instance_id))
    return tuple(Trace(row[0], row[1], row[2], int(row[4] if row[3] is None else row[3]), int(row[4])) for row in rows)


def progress(connection: Connection, amendment_id: str) -> dict[str, int]:
    """Status -> how many instances."""
    rows = connection.execute(select(amended.c.status, func.count()).where(
        amended.c.amendment_id == amendment_id).group_by(amended.c.status))
    return {row[0]: int(row[1]) for row in rows}
