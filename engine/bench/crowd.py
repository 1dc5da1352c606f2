"""Many open tasks at once: one issuing body made by the real actions, then copied by the database itself."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from engine.base.clock import local_moment
from engine.base.ids import SeededIds
from engine.bench.w1_acts import BEGIN, Starting, entries_of
from engine.bench.w1_world import YEAR, Body, build_bodies
from engine.store.database import open_database, upgrader
from engine.store.tables import entry, event, instance, person, position, run, task, unit
from engine.work.people import Viewer

OF_UNIT, OF_BODY = 40, 2000
"""Open tasks of one unit, and of one issuing body."""
REMINDED_AT = local_moment(date(YEAR, 5, 22), 8)
"""When the ladder of the plan first reminds of the tasks that were made."""
_NODES = 5
"""Tasks of one instance."""
_COPIED: tuple[Table, ...] = (unit, person, position, run, event, entry, instance, task)
_LATER = local_moment(date(YEAR + 1, 5, 1), 8)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many open tasks of many bodies: each unit has `of_unit`, the office of the first body `of_office` more."""

    tasks: int
    of_unit: int
    of_office: int
    shared_bodies: int
    """How many bodies the smallest crowd of the measurement has; the same ones are in every other."""
    unit: Viewer
    office: Viewer


def crowd(url: str, wanted: int, smallest: int) -> Crowd:
    """About `wanted` open tasks in the new database; bodies have no more than `smallest`, so that few can be had."""
    of_body = min(OF_BODY, smallest)
    units = max(1, of_body // OF_UNIT)
    of_unit = of_body // units
    copies = max(1, wanted // (units * of_unit))
    body = _first(url, units)
    engine = upgrader(url)
    with engine.begin() as connection:
        _without_checks(connection)
        like = connection.execute(select(task).where(task.c.entry_id.is_not(None))).mappings().one()
        _fill(connection, like, body.units, of_unit)
        connection.execute(update(task).where(task.c.id == like["id"]).values(
            status="done", closed_at=BEGIN, next_act_at=None))
        for table in _COPIED if copies > 1 else ():
            _copy(connection, table, copies)
        _fill(connection, like, [body.office], of_body)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))  # as the server does by itself after a while
    engine.dispose()
    return Crowd(copies * units * of_unit, of_unit, of_body, max(1, smallest // (units * of_unit)),
                 body.units[0], body.office)


def _first(url: str, units: int) -> Body:
    """A body made by the real actions, with one entry's task open."""
    database, ids = open_database(url), SeededIds(1)
    body = build_bodies(database, ids, BEGIN, 1, units)[0]
    Starting(entries_of([body], 1)[0]).do(database, ids)
    database.close()
    return body


def _without_checks(connection: Connection) -> None:
    """A server checks no references while rows are copied, where the account may say so: it is faster."""
    if connection.dialect.name == "postgresql":
        with suppress(DBAPIError), connection.begin_nested():
            connection.execute(text("SET LOCAL session_replication_role = replica"))


def _fill(connection: Connection, like: RowMapping, holders: Sequence[Viewer], count: int) -> None:
    """So many more tasks like that one for each of the holders, due on different days."""
    entries, instances, tasks = [], [], []
    of_entry = connection.execute(select(entry).where(entry.c.id == like["entry_id"])).mappings().one()
    of_instance = connection.execute(select(instance).where(instance.c.id == like["instance_id"])).mappings().one()
    for holder in holders:
        unit_id = holder.positions[0].unit_id
        for number in range(count):
            key, day = f"{unit_id}-{number // _NODES:03}", date(YEAR, 5, 1 + number % 28)
            if number % _NODES == 0:
                entries.append({**of_entry, "id": key, "unit_id": unit_id, "row_key": key})
                instances.append({**of_instance, "id": key, "entry_id": key, "unit_id": unit_id})
            turn = number % _NODES + 2
            tasks.append({**like, "id": f"{number:04}-{unit_id}", "instance_id": key, "entry_id": key,
                          "node": f"{like['node']}#{turn}", "round": turn, "unit_id": unit_id,
                          "candidate_unit_id": unit_id,
                          "next_act_at": _LATER, "last_day": day, "last_working_day": day, "overdue_after": day})
    connection.execute(insert(entry), entries)
    connection.execute(insert(instance), instances)
    connection.execute(insert(task), tasks)


def _copy(connection: Connection, table: Table, copies: int) -> None:
    """Every row once more for each further body, ids with the body's number before them; neighbours in time, not in
    place: what belongs to one body lies scattered, as it does when all bodies work at once."""
    numbers = select(literal(1, BigInteger).label("body")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.body + 1).where(numbers.c.body < copies - 1))
    prefix = cast(numbers.c.body, String).concat("-")
    values = [_copied(column, prefix) for column in table.columns]
    rows = select(*values).select_from(table).join(numbers, literal(True))
    ordered = rows.order_by(*table.primary_key.columns, numbers.c.body)
    connection.execute(insert(table).from_select([column.name for column in table.columns], ordered))


def _copied(column: Column[Any], prefix: ColumnElement[str]) -> ColumnElement[Any]:
    """The value of a copy."""
    own = column.name in ("id", "tenant_id", "login")
    refers = any(key.column.table in _COPIED for key in column.foreign_keys)
    if column.name == "path":
        inner = func.replace(func.trim(column, "/"), "/", literal("/").concat(prefix))
        return literal("/").concat(prefix).concat(inner).concat("/")
    return prefix.concat(column) if own or refers else column
