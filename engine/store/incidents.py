"""Incidents as rows: opened once for one thing, one node and one command, tried again, ended by somebody."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from engine.base.ids import IdSource
from engine.store.once import insert_once
from engine.store.prepared import Prepared
from engine.store.tables import incident, instance, run
from engine.work.incident import Incident, Status, Trouble, next_try

_DUE = Prepared(select(incident.c.id).where(incident.c.status == "open", incident.c.next_try_at <= bindparam("now"))
                .order_by(incident.c.next_try_at, incident.c.id).limit(bindparam("page")))
_TROUBLE = ("tenant_id", "command", "subject", "reason", "run_id", "instance_id", "unit_id", "node")


def open_incident(connection: Connection, ids: IdSource, trouble: Trouble, now: datetime) -> str:
    """Put the trouble on record and return the incident's id; one that is open already counts one more try.

    To be called in a transaction of its own when what was tried is rolled back, else in the transaction that gives up.
    A run or an instance that was rolled back too is not referred to.
    """
    present = _present(connection, trouble)
    while True:
        found = connection.execute(_open_at(present).with_for_update(key_share=True)).one_or_none()
        if found is not None:
            failed_again(connection, _incident(found), present, now)
            return str(found.id)
        new = ids.new()
        values = {name: getattr(present, name) for name in _TROUBLE} | {
            "id": new, "detail": _text(present), "heals": present.heals, "opened_at": now, "tries": 1,
            "last_tried_at": now, "next_try_at": next_try(present, 1, now), "status": "open"}
        if insert_once(connection, incident, [values])[0]:
            return new


def failed_again(connection: Connection, tried: Incident, trouble: Trouble, now: datetime) -> None:
    """A try went as the one before, or failed for another reason."""
    tries = tried.tries + 1
    connection.execute(update(incident).where(incident.c.id == tried.id).values(
        tries=tries, last_tried_at=now, reason=trouble.reason, detail=_text(trouble), heals=trouble.heals,
        next_try_at=next_try(trouble, tries, now)))


def end(connection: Connection, ended: Incident, status: Status, by: str | None, now: datetime, note: str | None = None,
        ) -> None:
    """The incident is over; `by`: the person who ended it, None when kheo did."""
    connection.execute(update(incident).where(incident.c.id == ended.id).values(
        status=status, resolved_by=by, resolved_at=now, note=note, next_try_at=None))


def get(connection: Connection, incident_id: str, tenant_id: str | None = None, lock: bool = False) -> Incident | None:
    """The incident, if it is the tenant's; of any tenant for what the engine does by itself."""
    query = select(incident).where(incident.c.id == incident_id)
    if tenant_id is not None:
        query = query.where(incident.c.tenant_id == tenant_id)
    row = connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
    return _incident(row) if row else None


def due(connection: Connection, now: datetime, page: int) -> tuple[str, ...]:
    """Ids of the open incidents that are to be tried again now, oldest first."""
    return tuple(_DUE.column(connection, now=now, page=page))


def about_job(connection: Connection, job_id: str) -> Incident | None:
    """The open incident of a job that was given up, locked."""
    query = select(incident).where(incident.c.subject == job_id, incident.c.command == "job",
                                   incident.c.status == "open")
    row = connection.execute(query.with_for_update(key_share=True)).one_or_none()
    return _incident(row) if row else None


def _open_at(trouble: Trouble) -> Select[Any]:
    return select(incident).where(
        incident.c.subject == trouble.subject, incident.c.node == trouble.node,
        incident.c.command == trouble.command, incident.c.status == "open")


def _present(connection: Connection, trouble: Trouble) -> Trouble:
    """The trouble without references to rows that are not there."""
    values = {name: getattr(trouble, name) for name in (*_TROUBLE, "detail", "heals")}
    for name, table in (("run_id", run), ("instance_id", instance)):
        if values[name] and connection.execute(select(table.c.id).where(table.c.id == values[name])).first() is None:
            values[name] = None
    return Trouble(**values)


def _text(trouble: Trouble) -> str:
    return json.dumps(trouble.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _incident(row: Row[Any]) -> Incident:
    trouble = Trouble(**{name: getattr(row, name) for name in _TROUBLE}, detail=json.loads(row.detail), heals=row.heals)
    return Incident(row.id, trouble, row.opened_at, row.tries, row.last_tried_at, row.next_try_at, row.status,
                    row.resolved_by, row.resolved_at, row.note)
