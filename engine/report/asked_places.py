"""What the last return asked to be changed, for who has to do it: where each place stands, whether it was changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.report.task_talk import HistoryRow
from engine.store import asked_changes, drafts
from engine.store.answers import Sent
from engine.store.asked import Subject, forms_of
from engine.work.asked_change import AskedChange, Spot, changed, spots_of
from engine.work.draft import tables_of
from engine.work.form import Answers
from engine.work.question import FormView


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """`done`: it is not as it was returned. `speaks`: what it is called, empty for a row that is gone."""

    place: str
    anchor: str
    speaks: str
    words: str
    done: bool


def asked_places(connection: Connection, about: Subject, returned: HistoryRow | None, said: Sequence[Sent],
                 forms: Iterable[FormView], typed: Answers | None) -> tuple[AskedPlace, ...]:
    """As the forms stand: `typed` when they came back, else the draft, else what was sent. `said`: all that was sent in
    the step, oldest first. One query for a return that names no place, none without a return."""
    asks = asked_changes.of_task(connection, returned.task_id) if returned else ()
    if not asks:
        return ()
    task = about.task
    before = version_returned(said[::-1], returned.task_id, task.slot) if returned else None
    sent = before.forms if before else {}
    now = typed if typed is not None else drafts.answers_in(connection, task.id) or sent
    tables = tables_of(forms_of(about.plan, task))
    return places_asked(asks, sent, now, forms, tables)


def version_returned(newest: Sequence[Sent], return_id: str, slot: str) -> Sent | None:
    """What that return sent back, of all that was sent in the step, newest first: what was sent since and taken back
    is not what it speaks of."""
    at = next((n for n, one in enumerate(newest) if one.task_id == return_id), len(newest))
    return next((one for one in newest[at:] if one.forms and one.slot == slot), None)


def places_asked(asks: Iterable[AskedChange], sent: Answers, now: Answers, forms: Iterable[FormView],
                 tables: frozenset[str]) -> tuple[AskedPlace, ...]:
    """The places as `forms` show them; `tables` as of draft.tables_of."""
    there = {spot.place: spot for group in spots_of(forms) for spot in group.spots}
    return tuple(_place(there, one.place, one.words, changed(sent, now, one.place, tables)) for one in asks)


def _place(there: dict[str, Spot], place: str, words: str, done: bool) -> AskedPlace:
    """A cell of a form with too many cells is found by its row; what is gone by its table."""
    parts = place.split(".")
    near = there.get(place) or there.get(".".join(parts[:3]))
    at = near or Spot(".".join(parts[:2]), "")
    return AskedPlace(place, at.anchor, at.speaks, words, done)
