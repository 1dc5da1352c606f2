"""Messages between the instances of a run as rows: they wait, are delivered once, tried again, closed or given up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from engine.store.once import insert_missing
from engine.store.prepared import Prepared, PreparedList, inserting, parameters_of
from engine.store.tables import instance, message, run, wait

Outcome = Literal["delivered", "closed"]
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a message waits after each try that failed; the try after the last is the last."""
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Message:
    """From one instance to another. `sender_id` is None where the run as a whole, or a person, speaks.

    `node`: where the receiver waits for it; "" for the message that starts the receiver. `seq`: None until it is a row.
    """

    run_id: str
    name: str
    sender_id: str | None
    sender_node: str
    receiver_id: str
    node: str
    seq: int | None = None
    tries: int = 0

    @property
    def pair(self) -> tuple[str | None, str]:
        """Sender and receiver: what one says to the other arrives in the order in which it was said."""
        return self.sender_id, self.receiver_id


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a message. `error`: why it was closed without an effect."""

    message: Message
    outcome: Outcome = "delivered"
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose turn has come. `stands`: the receiver still waits for it there, or has not started."""

    message: Message
    stands: bool


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many messages of a run have not arrived. `on_the_way`: those that wait for nothing but their turn.

    `held_up`: tried in vain, or behind such a one of their pair. `failed`: given up, for a person to look at.
    """

    on_the_way: int = 0
    held_up: int = 0
    failed: int = 0


_COLUMNS = (message.c.run_id, message.c.name, message.c.sender_id, message.c.sender_node, message.c.receiver_id,
            message.c.node, message.c.seq, message.c.tries)
# Written out, not bound: an index over some rows serves a query only if the query says the same.
_OPEN: tuple[ColumnElement[str], ColumnElement[str]] = (
    literal_column("'waiting'"), literal_column("'failed'"))
UNDELIVERED = message.c.status.in_(_OPEN)
_WAITING = message.c.status == _OPEN[0]


def _turn(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """It waits, its moment has come, and nothing that the sender said to the receiver before it is undelivered."""
    return and_(_WAITING, message.c.next_try_at <= now, ~_said_before())


def _said_before() -> ColumnElement[bool]:
    """The same sender has said something to the same receiver before that has not arrived."""
    earlier = message.alias("earlier")
    return exists().where(
        earlier.c.receiver_id == message.c.receiver_id, earlier.c.status.in_(_OPEN),
        earlier.c.seq < message.c.seq, earlier.c.sender_id.is_not_distinct_from(message.c.sender_id))


_WAITS = exists().where(wait.c.instance_id == message.c.receiver_id, wait.c.node == message.c.node)
_STANDS = or_(_WAITS, and_(message.c.node == "", func.length(instance.c.state) == 0))
_DUE = select(*_COLUMNS, and_(instance.c.status == "active", _STANDS)).join(
    instance, instance.c.id == message.c.receiver_id)
_NOW: BindParameter[datetime] = bindparam("now")
_IN_TURN = (select(message.c.run_id).where(_turn(_NOW)).order_by(message.c.next_try_at, message.c.seq).limit(1))
_OF_RUN = message.c.run_id == bindparam("run")
_RUN_IN_TURN = _IN_TURN.with_only_columns(run.c.id).join(run, run.c.id == message.c.run_id).with_for_update(
    of=run, key_share=True, skip_locked=True)
_NEXT, _NEXT_OF = Prepared(_IN_TURN), Prepared(_IN_TURN.where(_OF_RUN))
_FREE, _FREE_OF = Prepared(_RUN_IN_TURN), Prepared(_RUN_IN_TURN.where(_OF_RUN))
_HELD = Prepared(select(run.c.id).where(run.c.id == bindparam("run")).with_for_update(key_share=True))
_DUE_OF = Prepared(_DUE.where(_OF_RUN, _turn(_NOW)).order_by(message.c.seq).limit(bindparam("page")))
_ADD = Prepared(inserting(message, *(column.name for column in message.columns if column.name != "seq")))
_END = Prepared(update(message).where(message.c.seq == bindparam("of")).values(
    parameters_of(message, "status", "error", "delivered_at", "next_try_at", "tries")))
_TO = PreparedList(lambda receivers: select(message.c.sender_id, message.c.receiver_id, message.c.seq).where(
    message.c.receiver_id.in_(receivers), UNDELIVERED))


def add(connection: Connection, new: Iterable[Message], now: datetime) -> None:
    """The messages wait; one that waits already at the same place is not written twice."""
    rows = [_row(one, now) | {"status": "waiting", "next_try_at": now} for one in new]
    insert_missing(connection, message, rows)


def arrived(connection: Connection, done: Iterable[Arrived], now: datetime) -> None:
    """What was delivered or closed goes on record; the effect is written in the same transaction."""
    new, kept = [], []
    for one in done:
        end = {"status": one.outcome, "error": one.error, "delivered_at": now, "next_try_at": None,
               "tries": one.message.tries + (one.outcome == "delivered")}
        if one.message.seq is None:
            new.append(_row(one.message, now) | end)
        else:
            kept.append(end | {"of": one.message.seq})
    _ADD.run_each(connection, new)
    _END.run_each(connection, kept)


def failed(connection: Connection, tried: Message, error: str, now: datetime, again: bool) -> bool:
    """The receiver cannot go on now. Whether the message was given up: after its last try, or when not `again`."""
    after = BACK_OFF[tried.tries] if again and tried.tries < len(BACK_OFF) else None
    values = {"status": "waiting" if after else "failed", "tries": tried.tries + 1, "error": error[:_LONGEST_ERROR],
              "next_try_at": now + after if after else None}
    if tried.seq is None:
        insert_missing(connection, message, [_row(tried, now) | values])
    else:
        connection.execute(update(message).where(message.c.seq == tried.seq).values(**values))
    return after is None


def undelivered(connection: Connection, receivers: Collection[str],
                besides: Collection[int | None] = ()) -> frozenset[tuple[str | None, str]]:
    """Pairs of sender and receiver, of these receivers, in which something said has not arrived.

    `besides`: messages that are being delivered now.
    """
    rows = _TO.all(connection, sorted(receivers))
    return frozenset((row[0], row[1]) for row in rows if row[2] not in besides)


def next_run(connection: Connection, now: datetime, run_id: str | None = None) -> str | None:
    """The id of a run with a message whose turn has come, held alone; one that nobody else holds goes first.

    Only that run's when `run_id` is given. None when there is no such message.
    """
    mine = {"now": now} if run_id is None else {"now": now, "run": run_id}
    first = (_NEXT if run_id is None else _NEXT_OF).scalar(connection, **mine)
    if first is None:
        return None
    free = (_FREE if run_id is None else _FREE_OF).scalar(connection, **mine)
    return str(free or _HELD.scalar(connection, run=first))


def runs_due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of the runs that have a message whose turn has come, the oldest message first."""
    query = select(message.c.run_id).where(_turn(now)).group_by(message.c.run_id)
    return list(connection.execute(query.order_by(func.min(message.c.seq)).limit(limit)).scalars())


def due(connection: Connection, run_id: str, now: datetime, page: int) -> list[Due]:
    """The first `page` messages of the run whose turn has come, in the order in which they were said."""
    rows = _DUE_OF.all(connection, run=run_id, now=now, page=page)
    return [Due(Message(*row[:-1]), bool(row[-1])) for row in rows]


def given_up(connection: Connection, receiver_id: str, node: str) -> Due | None:
    """The message for that place which only a person can have tried again; None when there is none."""
    query = _DUE.where(message.c.receiver_id == receiver_id, message.c.node == node, message.c.status == _OPEN[1])
    row = connection.execute(query).one_or_none()
    return Due(Message(*row[:-1]), bool(row[-1])) if row else None


def outstanding(connection: Connection, run_id: str) -> Outstanding:
    """What has not arrived in the run."""
    on_the_way = and_(message.c.tries == 0, ~_said_before())
    row = connection.execute(select(
        func.count().filter(_WAITING, on_the_way), func.count().filter(_WAITING, ~on_the_way),
        func.count().filter(message.c.status == _OPEN[1])).where(message.c.run_id == run_id, UNDELIVERED)).one()
    return Outstanding(*row)


def waiting_since(connection: Connection, now: datetime) -> datetime | None:
    """Since when the message has been due that has waited longest; None when none is due."""
    return connection.execute(select(func.min(message.c.next_try_at)).where(_turn(now))).scalar()


def close_all(connection: Connection, run_id: str, reason: str, now: datetime) -> None:
    """Nothing of the run is delivered any more."""
    connection.execute(update(message).where(message.c.run_id == run_id, UNDELIVERED).values(
        status="closed", error=reason, delivered_at=now, next_try_at=None))


def _row(one: Message, now: datetime) -> dict[str, object]:
    return {"run_id": one.run_id, "name": one.name, "sender_id": one.sender_id, "sender_node": one.sender_node,
            "receiver_id": one.receiver_id, "node": one.node, "tries": one.tries, "made_at": now, "error": None}
