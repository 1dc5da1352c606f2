"""Entries of the register as rows."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import entry, run
from engine.work.entry import Entry

COLUMNS = tuple(entry.c)
_NAMES = tuple(column.name for column in COLUMNS)
_CHANGING = ("row_key", "name", "status", "search", "continues_id", "data")
_OF_RUN = select(*COLUMNS).where(entry.c.run_id == bindparam("run"))
_IN_ORDER = (entry.c.unit_id, entry.c.created_at, entry.c.id)
_ADD = Prepared(inserting(entry))
_SAVE = Prepared(update(entry).where(entry.c.id == bindparam("entry_id")).values(
    {name: bindparam(f"new_{name}") for name in _CHANGING} | {"rev": entry.c.rev + 1}))
_GET = Prepared(_OF_RUN.where(entry.c.id == bindparam("entry_id")))
_OF_UNIT = Prepared(_OF_RUN.where(entry.c.unit_id == bindparam("unit")).order_by(*_IN_ORDER))
_OF_UNITS = PreparedList(lambda units: _OF_RUN.where(entry.c.unit_id.in_(units)))
_OF_EARLIER_YEARS = Prepared(
    select(*COLUMNS, run.c.year).join(run, run.c.id == entry.c.run_id)
    .where(entry.c.unit_id == bindparam("unit"), entry.c.status == "accepted", run.c.year < bindparam("before"))
    .order_by(run.c.year.desc(), entry.c.created_at, entry.c.id))
_ALL_OF_RUN = Prepared(_OF_RUN.order_by(*_IN_ORDER))
_OF_IDS = PreparedList(lambda ids: _OF_RUN.where(entry.c.id.in_(ids)))


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    _ADD.run_each(connection, [
        {**_values(e), "id": e.id, "run_id": e.run_id, "unit_id": e.unit_id, "created_at": e.created_at,
         "registered": e.registered, "rev": e.rev} for e in entries])


def save(connection: Connection, changed: Entry) -> None:
    """Name, status, data and row key; the row version moves on."""
    _SAVE.run(connection, entry_id=changed.id, **{f"new_{name}": value for name, value in _values(changed).items()})


def get(connection: Connection, run_id: str, entry_id: str) -> Entry | None:
    found = _GET.first(connection, run=run_id, entry_id=entry_id)
    return entry_from(found) if found else None


def of_unit(connection: Connection, run_id: str, unit_id: str) -> list[Entry]:
    """The unit's entries, withdrawn ones too, in the order they came."""
    return [entry_from(row) for row in _OF_UNIT.all(connection, run=run_id, unit=unit_id)]


def of_units(connection: Connection, run_id: str, unit_ids: Iterable[str]) -> list[Entry]:
    """Those units' entries, withdrawn ones too, by unit and in the order they came."""
    found = [entry_from(row) for row in _OF_UNITS.all(connection, sorted(unit_ids), run=run_id)]
    return sorted(found, key=lambda one: (one.unit_id, one.created_at, one.id))


def of_run(connection: Connection, run_id: str) -> list[Entry]:
    """All entries of the run, withdrawn ones too, by unit and in the order they came."""
    return [entry_from(row) for row in _ALL_OF_RUN.all(connection, run=run_id)]


def of_earlier_years(connection: Connection, unit_id: str, before: int) -> list[tuple[int, Entry]]:
    """The unit's accepted entries of runs of earlier years, each with its year; the latest year first."""
    return [(row[-1], entry_from(row[:-1])) for row in _OF_EARLIER_YEARS.all(connection, unit=unit_id, before=before)]


def of_ids(connection: Connection, run_id: str, ids: Iterable[str]) -> dict[str, Entry]:
    """Those of the ids that are entries of the run."""
    found = [entry_from(row) for row in _OF_IDS.all(connection, sorted(set(ids)), run=run_id)]
    return {one.id: one for one in found}


def entry_from(row: Sequence[Any]) -> Entry:
    held = dict(zip(_NAMES, row, strict=True))
    return Entry(held["id"], held["run_id"], held["unit_id"], held["row_key"], held["name"], held["status"],
                 held["registered"], json.loads(held["data"]), held["created_at"], held["rev"], held["continues_id"])


def _values(source: Entry) -> dict[str, object]:
    return {"row_key": source.row_key, "name": source.name, "status": source.status, "search": source.search,
            "continues_id": source.continues,
            "data": json.dumps(source.data, ensure_ascii=False, sort_keys=True)}
