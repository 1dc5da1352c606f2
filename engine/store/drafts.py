"""Private drafts as rows: the answers, and place by place who wrote last and what that replaced."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.store.once import insert_once
from engine.store.prepared import Prepared
from engine.store.tables import draft, task
from engine.work.context import Answers
from engine.work.draft import Draft, Mark, Older

_SAVE = Prepared(update(draft).where(draft.c.task_id == bindparam("task")).values(
    forms=bindparam("new_forms"), places=bindparam("new_places"), by=bindparam("person"), at=bindparam("now")))
_OF_TASK = Prepared(select(draft.c.forms, draft.c.places, draft.c.at, draft.c.beside, draft.c.before)
                    .where(draft.c.task_id == bindparam("task")))
_WHOLE = (draft.c.by, draft.c.at, draft.c.beside, draft.c.before, draft.c.places)
_DROP = Prepared(delete(draft).where(draft.c.task_id == bindparam("task")).returning(draft.c.forms, draft.c.places))
_DROP_EARLIER = Prepared(delete(draft).where(draft.c.task_id.in_(select(task.c.id).where(
    task.c.instance_id == bindparam("instance"), task.c.step == bindparam("in_step"),
    task.c.slot == bindparam("in_slot"), task.c.status == "done", task.c.id != bindparam("task")))))


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as it lies there. `beside`, `before`: JSON of what amendments took out, of what a paste replaced."""

    draft: Draft
    at: datetime
    beside: str | None
    before: str | None


def save(connection: Connection, task_id: str, kept: Draft, by: str, now: datetime) -> None:
    """One row per task."""
    forms, places = json.dumps(kept.forms, ensure_ascii=False, sort_keys=True), _places_text(kept)
    row = {"task_id": task_id, "forms": forms, "places": places, "by": by, "at": now}
    if not insert_once(connection, draft, [row])[0]:
        _SAVE.run(connection, task=task_id, new_forms=forms, new_places=places, person=by, now=now)


def of_task(connection: Connection, task_id: str) -> Saved | None:
    row = _OF_TASK.first(connection, task=task_id)
    return Saved(_draft(row[0], row[1]), *row[2:]) if row else None


def answers_in(connection: Connection, task_id: str) -> Answers | None:
    """The answers alone; None when nothing was saved."""
    found = of_task(connection, task_id)
    return found.draft.forms if found and found.draft.forms else None


def drop(connection: Connection, task_id: str) -> Draft | None:
    """Take it away; what it was."""
    row = _DROP.first(connection, task=task_id)
    return _draft(row[0], row[1]) if row else None


def lift(connection: Connection, task_id: str) -> tuple[Answers, str] | None:
    """Take the whole row away: its answers, and everything else as a text by which it is put back."""
    row = connection.execute(
        delete(draft).where(draft.c.task_id == task_id).returning(draft.c.forms, *_WHOLE)).first()
    if row is None:
        return None
    rest = {column.name: value for column, value in zip(_WHOLE, row[1:], strict=True)}
    return json.loads(row[0]), json.dumps(rest | {"at": _text(rest["at"])}, ensure_ascii=False)


def put_back(connection: Connection, task_id: str, forms: Answers, rest: str) -> None:
    """The row that was lifted, in place of what lies there."""
    connection.execute(delete(draft).where(draft.c.task_id == task_id))
    kept = json.loads(rest)
    connection.execute(insert(draft).values(
        task_id=task_id, forms=json.dumps(forms, ensure_ascii=False, sort_keys=True),
        **(kept | {"at": _moment(kept["at"])})))


def drop_earlier(connection: Connection, task_id: str, instance_id: str, step: str, slot: str) -> None:
    """What was left half filled with other, closed tasks of the slot goes."""
    _DROP_EARLIER.run(connection, task=task_id, instance=instance_id, in_step=step, in_slot=slot)


def _draft(forms: str, places: str | None) -> Draft:
    kept: dict[str, Any] = json.loads(places) if places else {}
    return Draft(
        json.loads(forms), kept.get("n", 0),
        {place: Mark(m["n"], m["start"], m["by"], _moment(m["at"]), m["tab"], m.get("was"))
         for place, m in kept.get("marks", {}).items()},
        {place: tuple(Older(one["value"], one["by"], _moment(one["at"])) for one in older)
         for place, older in kept.get("older", {}).items()}, kept.get("filled"))


def _places_text(kept: Draft) -> str | None:
    if not kept.n:
        return None
    marks = {place: {"n": m.n, "start": m.start, "by": m.by, "at": _text(m.at), "tab": m.tab,
                     **({} if m.was is None else {"was": m.was})} for place, m in kept.marks.items()}
    older = {place: [{"value": one.value, "by": one.by, "at": _text(one.at)} for one in values]
             for place, values in kept.older.items()}
    filled = {"filled": dict(kept.filled)} if kept.filled is not None else {}
    return json.dumps({"n": kept.n, "marks": marks, "older": older, **filled}, ensure_ascii=False, sort_keys=True)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
