"""Entries of the register as rows."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from engine.store.tables import entry, run
from engine.work.entry import Entry


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [{**_values(e), "id": e.id, "run_id": e.run_id, "unit_id": e.unit_id, "created_at": e.created_at,
             "registered": e.registered, "rev": e.rev} for e in entries]
    if rows:
        connection.execute(insert(entry), rows)


def save(connection: Connection, changed: Entry) -> None:
    """Name, status, data and row key; the row version moves on."""
    connection.execute(update(entry).where(entry.c.id == changed.id).values(**_values(changed), rev=entry.c.rev + 1))


def get(connection: Connection, run_id: str, entry_id: str) -> Entry | None:
    found = _all(connection, select(entry).where(entry.c.id == entry_id, entry.c.run_id == run_id))
    return found[0] if found else None


def of_unit(connection: Connection, run_id: str, unit_id: str) -> list[Entry]:
    """The unit's entries, withdrawn ones too, in the order they came."""
    return _all(connection, select(entry).where(entry.c.run_id == run_id, entry.c.unit_id == unit_id)
                .order_by(entry.c.created_at, entry.c.id))


def of_units(connection: Connection, run_id: str, unit_ids: Iterable[str]) -> list[Entry]:
    """Those units' entries, withdrawn ones too, by unit and in the order they came."""
    return _all(connection, select(entry).where(entry.c.run_id == run_id, entry.c.unit_id.in_(sorted(unit_ids)))
                .order_by(entry.c.unit_id, entry.c.created_at, entry.c.id))


def of_run(connection: Connection, run_id: str) -> list[Entry]:
    """All entries of the run, withdrawn ones too, by unit and in the order they came."""
    return _all(connection, select(entry).where(entry.c.run_id == run_id)
                .order_by(entry.c.unit_id, entry.c.created_at, entry.c.id))


def of_earlier_years(connection: Connection, unit_id: str, before: int) -> list[tuple[int, Entry]]:
    """The unit's accepted entries of runs of earlier years, each with its year; the latest year first."""
    query = (select(entry, run.c.year).join(run, run.c.id == entry.c.run_id)
             .where(entry.c.unit_id == unit_id, entry.c.status == "accepted", run.c.year < before)
             .order_by(run.c.year.desc(), entry.c.created_at, entry.c.id))
    return [(row.year, _entry(row)) for row in connection.execute(query)]


def of_ids(connection: Connection, run_id: str, ids: Iterable[str]) -> dict[str, Entry]:
    """Those of the ids that are entries of the run."""
    wanted = select(entry).where(entry.c.run_id == run_id, entry.c.id.in_(sorted(set(ids))))
    return {found.id: found for found in _all(connection, wanted)}


def _all(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, row.run_id, row.unit_id, row.row_key, row.name, row.status, row.registered,
                 json.loads(row.data), row.created_at, row.rev, row.continues_id)


def _values(source: Entry) -> dict[str, object]:
    return {"row_key": source.row_key, "name": source.name, "status": source.status, "search": source.search,
            "continues_id": source.continues,
            "data": json.dumps(source.data, ensure_ascii=False, sort_keys=True)}
