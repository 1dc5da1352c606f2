"""The record of every command, carried out or refused. Rows are only ever added."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from engine.store.prepared import Prepared, inserting
from engine.store.tables import audit
from engine.work.people import nameless


@dataclass(frozen=True, slots=True)
class Act:
    """One command: who, in which capacity, when, on what, with which outcome.

    `subject` is an id or the path of a page; `detail` holds ids and codes. Names (that in a substitute's capacity too),
    e-mail addresses, answers and secrets stay out: a row is never erased, a person's data may have to be. A refusal's
    `reason` is the sentence that was shown; it names tasks and units, not persons.
    """

    command: str
    at: datetime
    person_id: str | None = None
    capacity: str = ""
    subject: str = ""
    outcome: Literal["done", "refused"] = "done"
    detail: Mapping[str, object] = field(default_factory=dict)
    run_id: str | None = None


_ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_ADD = Prepared(inserting(audit, *(column.name for column in audit.c if column.name != "seq")))


def record(connection: Connection, act: Act) -> None:
    """Add the row."""
    detail = _ENCODED(act.detail)
    _ADD.run(connection, at=act.at, person_id=act.person_id, capacity=nameless(act.capacity), command=act.command[:64],
             subject=act.subject, outcome=act.outcome, detail=detail, run_id=act.run_id)
