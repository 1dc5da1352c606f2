"""Signed copies of what tasks send, as rows: one for each time a form was put in for signature."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from engine.store.prepared import Prepared, inserting
from engine.store.tables import signature
from engine.work.signature import Signature


@dataclass(frozen=True, slots=True)
class Copy:
    """`content`: the hash of what was printed; `signed`: what stands under it once it is signed.

    `kept_content`: of what the form says now, for which the signed copy was kept, with the reason. `ended_at`: it was
    put in for signature anew.
    """

    id: str
    task_id: str
    instance_id: str
    step: str
    by: str
    submitted_at: datetime
    content: str
    signed: Signature | None = None
    kept_content: str | None = None
    kept_reason: str | None = None
    ended_at: datetime | None = None

    def matches(self, content: str) -> bool:
        """Whether the copy is of what the form says, or was kept for it."""
        return content in (self.content, self.kept_content)


_OF_COPY = ("id", "task_id", "instance_id", "step", "by", "submitted_at", "content", "kept_content", "kept_reason",
            "ended_at")
_OF_SIGNED = ("number", "signed_on", "signer", "title", "capacity", "sealed")
_ADD = Prepared(inserting(signature, *_OF_COPY, *_OF_SIGNED))
_ALL = select(*(signature.c[name] for name in (*_OF_COPY, *_OF_SIGNED)))
_STANDING = Prepared(_ALL.where(signature.c.task_id == bindparam("task"), signature.c.ended_at.is_(None)).limit(1))


def add(connection: Connection, new: Copy) -> None:
    _ADD.run(connection, **_row(new))


def save(connection: Connection, changed: Copy) -> None:
    """The row as it is now."""
    row = _row(changed)
    connection.execute(update(signature).where(signature.c.id == row.pop("id")).values(**row))


def standing(connection: Connection, task_id: str) -> Copy | None:
    """The copy that stands for what the task sends."""
    found = _STANDING.first(connection, task=task_id)
    return _copy(found) if found else None


def of_step(connection: Connection, instance_id: str, step: str) -> tuple[Copy, ...]:
    """All copies of the step, newest first."""
    here = (signature.c.instance_id == instance_id, signature.c.step == step)
    order = (signature.c.submitted_at.desc(), signature.c.id.desc())
    return tuple(map(_copy, connection.execute(_ALL.where(*here).order_by(*order))))


def ended(found: Copy, now: datetime) -> Copy:
    """The copy when another takes its place; it stays in the history."""
    return replace(found, ended_at=now)


def _row(given: Copy) -> dict[str, Any]:
    signed = given.signed
    return ({name: getattr(given, name) for name in _OF_COPY}
            | {name: getattr(signed, name) if signed else None for name in _OF_SIGNED})


def _copy(row: Sequence[Any]) -> Copy:
    of_copy, of_signed = row[:len(_OF_COPY)], row[len(_OF_COPY):]
    signed = Signature(*of_signed) if of_signed[_OF_SIGNED.index("signed_on")] else None
    return Copy(**dict(zip(_OF_COPY, of_copy, strict=True)), signed=signed)
