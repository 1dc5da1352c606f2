"""The rows of one instance as they are, kept as text, and put back as they were."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, Table, and_, delete, func, insert, or_, select, update

from engine.store.messages import UNDELIVERED
from engine.store.tables import (
    Instant,
    amended,
    ballot_draft,
    bulk_item,
    comment_read,
    draft,
    event,
    incident,
    instance,
    message,
    notice,
    outbox,
    run,
    star,
    step_end,
    task,
    task_act,
    task_person,
    timer,
    vote_mark,
    wait,
)

_WHOLE = (wait, timer, step_end)
"""Rows of the instance that are put back as a whole."""
_WRITTEN = (task_person, draft, ballot_draft)
"""What an amendment may change of a task."""
_OF_TASKS = (notice, draft, task_act, task_person, ballot_draft, vote_mark, comment_read, star, bulk_item)
"""What hangs on a task that nobody has acted on."""
_DAYS = ("last_day", "last_working_day", "overdue_after", "why", "next_act_at")


def image_of(connection: Connection, instance_id: str, tasks: Iterable[str]) -> str:
    """The instance, those tasks with their people and drafts, its waits, timers, finished steps, what it has to hear.
    """
    ids = sorted(tasks)
    every = connection.execute(select(task.c.id).where(task.c.instance_id == instance_id)).scalars().all()
    return json.dumps({
        "instance": _rows(connection, instance, instance.c.id == instance_id),
        "task": _rows(connection, task, task.c.id.in_(ids)), "every": sorted(every),
        **{one.name: _rows(connection, one, one.c.task_id.in_(ids)) for one in _WRITTEN},
        **{one.name: _rows(connection, one, one.c.instance_id == instance_id) for one in _WHOLE},
        "message": _rows(connection, message, and_(message.c.receiver_id == instance_id, UNDELIVERED)),
        "said": connection.execute(select(func.max(message.c.seq))).scalar() or 0,
    }, ensure_ascii=False, sort_keys=True)


def restore(connection: Connection, image: str) -> None:
    """The rows as they were; tasks that came up since are gone."""
    kept: dict[str, Any] = json.loads(image)
    (own,) = kept["instance"]
    instance_id = own["id"]
    since = select(task.c.id).where(task.c.instance_id == instance_id, task.c.id.not_in(kept["every"]))
    _drop_tasks(connection, connection.execute(since).scalars().all())
    _put_back(connection, instance, (own,))
    _put_back(connection, task, kept["task"])
    ids = [row["id"] for row in kept["task"]]
    for table in _WRITTEN:
        if table.name in kept:  # an image that an earlier kheo took lacks score sheets
            connection.execute(delete(table).where(table.c.task_id.in_(ids)))
            _insert(connection, table, kept[table.name])
    for table in _WHOLE:
        connection.execute(delete(table).where(table.c.instance_id == instance_id))
        _insert(connection, table, kept[table.name])
    connection.execute(delete(message).where(message.c.receiver_id == instance_id, or_(
        message.c.seq > kept["said"], message.c.seq.in_([row["seq"] for row in kept["message"]]))))
    _insert(connection, message, kept["message"])


def revision_in(image: str) -> int:
    """The revision of the instance as the image has it."""
    (own,) = json.loads(image)["instance"]
    return int(own["rev"])


def restore_days(connection: Connection, image: str) -> None:
    """Of an instance that stayed on its version: the days of what is open still, the moments of its timers."""
    kept = json.loads(image)
    for row in kept["task"]:
        connection.execute(update(task).where(task.c.id == row["id"], task.c.status == "open").values(
            {key: _value(task, key, row[key]) for key in _DAYS}))
    for row in kept["timer"]:
        connection.execute(update(timer).where(
            timer.c.instance_id == row["instance_id"], timer.c.node == row["node"], timer.c.rule == row["rule"],
        ).values(due_at=_value(timer, "due_at", row["due_at"])))


def remove(connection: Connection, instance_id: str) -> None:
    """An instance that shall never have been, with its tasks, waits and timers."""
    own = select(task.c.id).where(task.c.instance_id == instance_id)
    _drop_tasks(connection, connection.execute(own).scalars().all())
    for table in (amended, *_WHOLE):
        connection.execute(delete(table).where(table.c.instance_id == instance_id))
    connection.execute(delete(message).where(or_(
        message.c.receiver_id == instance_id, message.c.sender_id == instance_id)))
    connection.execute(update(incident).where(incident.c.instance_id == instance_id).values(instance_id=None))
    connection.execute(delete(instance).where(instance.c.id == instance_id))


def _drop_tasks(connection: Connection, ids: Sequence[str]) -> None:
    """Tasks that shall never have been; a letter about them that still waits does not leave."""
    letters = select(notice.c.id).where(notice.c.task_id.in_(ids))
    connection.execute(delete(outbox).where(outbox.c.id.in_(letters), outbox.c.sent_at.is_(None)))
    for table in _OF_TASKS:
        connection.execute(delete(table).where(table.c.task_id.in_(ids)))
    connection.execute(delete(task).where(task.c.id.in_(ids)))


def image_of_run(connection: Connection, run_id: str, events: Iterable[str]) -> str:
    """The run's row and the rows of those of its events that are there."""
    named = and_(event.c.run_id == run_id, event.c.name.in_(sorted(events)))
    return json.dumps({"run": _rows(connection, run, run.c.id == run_id), "event": _rows(connection, event, named),
                       "events": sorted(events)}, ensure_ascii=False, sort_keys=True)


def restore_run(connection: Connection, image: str) -> None:
    """Version, names and events as they were; whether it is running stays."""
    kept = json.loads(image)
    (own,) = kept["run"]
    _put_back(connection, run, ({key: own[key] for key in ("id", "version_id", "name", "short", "mixed")},))
    connection.execute(delete(event).where(event.c.run_id == own["id"], event.c.name.in_(kept["events"])))
    _insert(connection, event, kept["event"])


def _put_back(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Every column of the row with that id, as the image has it."""
    for row in rows:
        values = {key: _value(table, key, value) for key, value in row.items() if key != "id"}
        connection.execute(update(table).where(table.c.id == row["id"]).values(**values))


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{k: _value(table, k, v) for k, v in row.items()} for row in rows])


def _rows(connection: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(where)).mappings()
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _value(table: Table, column: str, value: Any) -> Any:
    kind = table.c[column].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(value)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
