"""Jobs as rows: pages of due keys that wait, are leased under a fencing token, end, are tried again or given up."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import Instant, incident, job

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a key waits after each try that failed; the try after the last is the last."""
_REST = timedelta(minutes=1)
"""So long at most waits what is left of a page and has not failed."""
_LONGEST_ERROR = 500
_PROMOTER = 7_265_001
"""The number of the advisory lock under which work is promoted."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """Due keys of one kind, to be done by whoever takes them first; the highest priority goes first."""

    id: str
    kind: str
    keys: tuple[str, ...]
    priority: int
    tries: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """A job in somebody's hands. `fence`: the number of the lease; who holds an older one can commit nothing."""

    id: str
    kind: str
    keys: tuple[str, ...]
    priority: int
    tries: int
    fence: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A key that kheo no longer tries by itself."""

    id: str
    kind: str
    key: str
    tries: int
    made_at: datetime
    error: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The jobs of one kind on record: pages that wait, pages in hands, keys that failed and wait, keys given up."""

    kind: str
    waiting: int
    leased: int
    retrying: int
    given_up: int
    oldest: datetime


_ADD = Prepared(inserting(job, "id", "kind", "keys", "priority", "status", "tries", "fence", "next_try_at", "made_at",
                          "offered_at", "error"))
_HELD = and_(job.c.id == bindparam("of"), job.c.fence == bindparam("held"), job.c.status == "leased")
_RENEW = Prepared(update(job).where(_HELD).values(next_try_at=bindparam("until")))
_GET_ON = Prepared(update(job).where(_HELD).values(next_try_at=bindparam("until"), tries=1))
_END = Prepared(delete(job).where(_HELD))
_KEYS = Prepared(select(job.c["keys"], job.c.tries, job.c.status).where(job.c.kind == bindparam("of_kind")))
_FAILED_KEYS = Prepared(select(job.c["keys"]).where(
    job.c.kind == bindparam("of_kind"), job.c.status != "leased", job.c.tries > 0))
_IN_HANDS = Prepared(select(job.c.id).where(job.c.status == "leased", job.c.next_try_at > bindparam("now")).limit(1))
_LONGEST_AHEAD = case(
    (job.c.status == "leased", bindparam("after_leases", type_=Instant())),
    (job.c.tries == 0, bindparam("after_rests", type_=Instant())), else_=bindparam("after_waits", type_=Instant()))
_IS_FREE = and_(job.c.status != "dead",
                or_(job.c.next_try_at <= bindparam("now", type_=Instant()), job.c.next_try_at > _LONGEST_AHEAD))
"""It waits and its moment has come, or its lease is over. A moment that lies further ahead than any wait is from
before the clock was set back, and has come too."""
_PRESSING = (select(job.c.id, job.c.kind, job.c["keys"], job.c.priority, job.c.tries, job.c.fence).where(_IS_FREE)
             .order_by(job.c.priority.desc(), job.c.next_try_at, job.c.id).limit(1).with_for_update(skip_locked=True))
_FREE = PreparedList(lambda kinds: _PRESSING.where(job.c.kind.in_(kinds)))
_FREE_ONE = PreparedList(lambda kinds: _PRESSING.where(job.c.kind.in_(kinds), job.c.id == bindparam("of")))
_TAKE = Prepared(update(job).where(job.c.id == bindparam("of")).values(
    status="leased", tries=bindparam("tried"), fence=bindparam("held"), worker=bindparam("by"),
    next_try_at=bindparam("until")))


def alone(connection: Connection) -> bool:
    """Whether nobody else promotes until this transaction ends; True at once on SQLite, which has one writer."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.execute(select(func.pg_try_advisory_xact_lock(_PROMOTER))).scalar_one())


def keys_in_jobs(connection: Connection, kind: str) -> tuple[frozenset[str], int]:
    """Keys of the kind that some job has, and how many jobs of several tries or none are on their way."""
    rows = _KEYS.all(connection, of_kind=kind)
    fresh = sum(tries == 0 or status == "leased" for _, tries, status in rows)
    return frozenset(key for keys, _, _ in rows for key in json.loads(keys)), fresh


def failed_keys(connection: Connection, kind: str) -> frozenset[str]:
    """Keys of the kind that were tried and failed, whether they are tried again or were given up."""
    return frozenset(key for keys in _FAILED_KEYS.column(connection, of_kind=kind) for key in json.loads(keys))


def in_hands(connection: Connection, now: datetime) -> bool:
    """Whether somebody has a page now."""
    return _IN_HANDS.first(connection, now=now) is not None


def add(connection: Connection, new: Iterable[NewJob], now: datetime, wait: timedelta = timedelta(0)) -> None:
    """The jobs wait, to be taken when `wait` is over."""
    _ADD.run_each(connection, [
        {"id": one.id, "kind": one.kind, "keys": json.dumps(one.keys), "priority": one.priority, "status": "waiting",
         "tries": one.tries, "fence": 0, "next_try_at": now + wait, "made_at": now, "offered_at": None,
         "error": one.error} for one in new])


def take(connection: Connection, worker: str, kinds: Collection[str], now: datetime, lease: timedelta,
         job_id: str | None = None) -> Leased | None:
    """The most pressing job that is free, leased; None when there is none. That job alone when `job_id` is given."""
    when = _ahead(now, lease)
    rows = (_FREE_ONE.all(connection, sorted(kinds), of=job_id, **when) if job_id
            else _FREE.all(connection, sorted(kinds), **when))
    if not rows:
        return None
    found, kind, keys, priority, tries, fence = rows[0]
    taken = Leased(found, kind, tuple(json.loads(keys)), priority, tries + 1, fence + 1)
    _TAKE.run(connection, of=taken.id, tried=taken.tries, held=taken.fence, by=worker, until=now + lease)
    return taken


def renew(connection: Connection, held: Leased, until: datetime, gets_on: bool = False) -> bool:
    """Whether the job is still in these hands: then it stays in them until this transaction ends, and until `until`.

    `gets_on`: what this transaction does is a part of the job, so its tries count anew.
    """
    return (_GET_ON if gets_on else _RENEW).run(connection, of=held.id, held=held.fence, until=until) == 1


def end(connection: Connection, held: Leased) -> bool:
    """The job is done and goes away; False when it is in other hands by now."""
    return _END.run(connection, of=held.id, held=held.fence) == 1


def put_back(connection: Connection, held: Leased, keys: Sequence[str], error: str | None, after: datetime) -> None:
    """What is left of the job waits until `after`; its tries count only where there was an error."""
    connection.execute(update(job).where(job.c.id == held.id, job.c.fence == held.fence).values(
        status="waiting", keys=json.dumps(keys), next_try_at=after, offered_at=None, worker=None,
        tries=held.tries if error else 0, error=error and error[:_LONGEST_ERROR]))


def give_up(connection: Connection, held: Leased, error: str) -> None:
    """The job stays for a person to see, and is not tried again by itself."""
    connection.execute(update(job).where(job.c.id == held.id, job.c.fence == held.fence).values(
        status="dead", tries=held.tries, next_try_at=None, error=error[:_LONGEST_ERROR]))


def to_offer(connection: Connection, now: datetime, lease: timedelta, again: timedelta) -> list[tuple[str, str, int]]:
    """(id, kind, priority) of free jobs that nobody was told of, or long enough ago; they count as told of from now."""
    old = or_(job.c.offered_at.is_(None), job.c.offered_at <= now - again, job.c.offered_at > now + again)
    rows = connection.execute(select(job.c.id, job.c.kind, job.c.priority).where(_IS_FREE, old)
                              .order_by(job.c.priority.desc(), job.c.next_try_at).limit(500), _ahead(now, lease)).all()
    connection.execute(update(job).where(job.c.id.in_([row.id for row in rows])).values(offered_at=now))
    return [(row.id, row.kind, row.priority) for row in rows]


def retry(connection: Connection, job_id: str, now: datetime, tenant_id: str | None = None) -> bool:
    """The given-up job waits again, with all its tries; False when it is gone, was not given up, or is another's."""
    dead = [job.c.id == job_id, job.c.status == "dead", *([_seen_by(tenant_id)] if tenant_id else [])]
    return connection.execute(update(job).where(*dead).values(
        status="waiting", tries=1, next_try_at=now, offered_at=None)).rowcount == 1


def forget(connection: Connection, job_id: str) -> None:
    """A job that was given up is no job any more: a new one may be made of its key."""
    connection.execute(delete(job).where(job.c.id == job_id, job.c.status == "dead"))


def dead_of(connection: Connection, kind: str, key: str) -> list[str]:
    """Ids of the jobs of that one key that were given up."""
    dead = (job.c.kind == kind, job.c.status == "dead", job.c["keys"] == json.dumps((key,)))
    return list(connection.execute(select(job.c.id).where(*dead)).scalars())


def given_up(connection: Connection, tenant_id: str, limit: int) -> list[GivenUp]:
    """Jobs that were given up and are the tenant's or nobody's, the oldest first."""
    rows = connection.execute(
        select(job.c.id, job.c.kind, job.c["keys"], job.c.tries, job.c.made_at, job.c.error)
        .where(job.c.status == "dead", _seen_by(tenant_id)).order_by(job.c.made_at, job.c.id).limit(limit)).all()
    return [GivenUp(row[0], row[1], json.loads(row[2])[0], *row[3:]) for row in rows]


def untold(connection: Connection, tenant_id: str, limit: int) -> list[GivenUp]:
    """Of those the ones of which no open incident tells."""
    told = select(incident.c.subject).where(incident.c.command == "job", incident.c.status == "open")
    known = set(connection.execute(told).scalars())
    return [one for one in given_up(connection, tenant_id, limit) if one.id not in known]


def summary(connection: Connection) -> list[Waiting]:
    """How many jobs of each kind there are; of all tenants, for they share pages."""
    def counted(of: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(of)

    waiting, dead = job.c.status == "waiting", job.c.status == "dead"
    rows = connection.execute(
        select(job.c.kind, counted(and_(waiting, job.c.tries == 0)), counted(job.c.status == "leased"),
               counted(and_(waiting, job.c.tries > 0)), counted(dead), func.min(job.c.made_at))
        .group_by(job.c.kind).order_by(job.c.kind)).all()
    return [Waiting(*row) for row in rows]


def all_given_up(connection: Connection) -> int:
    """How many jobs, of all tenants, are no longer tried by themselves."""
    return int(connection.execute(select(func.count()).select_from(job).where(job.c.status == "dead")).scalar_one())


def _seen_by(tenant_id: str) -> ColumnElement[bool]:
    """No incident says that the job is another tenant's."""
    return ~exists().where(incident.c.subject == job.c.id, incident.c.command == "job",
                           incident.c.tenant_id != tenant_id)


def _ahead(now: datetime, lease: timedelta) -> dict[str, datetime]:
    """The moments that `_IS_FREE` compares with."""
    return {"now": now, "after_leases": now + 2 * lease, "after_rests": now + 2 * _REST,
            "after_waits": now + 2 * BACK_OFF[-1]}
