"""Several tasks at once: what would be done and what passed over, and what came of a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.report.inbox import chosen_tasks
from engine.report.inbox_order import order_of
from engine.report.wanted import Wanted
from engine.store import bulk
from engine.store.bulk import Bulk, Item
from engine.store.database import Database
from engine.store.tables import run, task, unit
from engine.work.bulk import MOST, Candidate, passed_over
from engine.work.people import NotFound, Viewer

SHOWN = 200
"""So many lines of a kind are drawn."""


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """`choices`: label -> how many of the chosen could end so; `unseen`: how many are not within reach."""

    label: str
    needs_reason: bool
    choices: Mapping[str, int]
    todo: tuple[Candidate, ...]
    skipped: tuple[tuple[Candidate, str], ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of it so far, the first lines of each kind."""

    bulk: Bulk
    counts: Mapping[str, int]
    refused: tuple[Item, ...]
    done: tuple[Item, ...]

    @property
    def waiting(self) -> int:
        return self.counts.get("waiting", 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def bulk_preview(database: Database, viewer: Viewer, chosen: Mapping[str, int], label: str) -> BulkPreview:
    """`chosen`: task id -> rev as it was seen, 0 for as it is now. Without a label the one that fits most."""
    with database.read() as connection:
        found = bulk.candidates(connection, viewer, sorted(chosen)[:MOST])
    choices: dict[str, int] = {}
    for one in found.values():
        for outcome in one.outcomes if one.mine and one.status == "open" else ():
            choices[outcome.label] = choices.get(outcome.label, 0) + 1
    label = label or max(choices, key=choices.__getitem__, default="")
    why = {one.id: passed_over(one, chosen[one.id], label) for one in found.values()}
    todo = tuple(one for one in found.values() if not why[one.id])
    return BulkPreview(
        label, any(ends.needs_reason for one in todo if (ends := one.outcome(label))), choices, todo,
        tuple((one, why[one.id]) for one in found.values() if why[one.id]), len(chosen) - len(found))


def all_chosen(database: Database, viewer: Viewer, wanted: Wanted, today: date) -> dict[str, int]:
    """Task id -> rev of all that is wanted, as many as can be done at once."""
    query = (select(task.c.id, task.c.rev).join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
             .where(chosen_tasks(viewer, wanted, today)).order_by(*order_of(wanted)).limit(MOST))
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def bulk_result(database: Database, viewer: Viewer, bulk_id: str) -> BulkResult:
    """The viewer's own; raises NotFound."""
    with database.read() as connection:
        found = bulk.get(connection, bulk_id, viewer.person_id)
        if found is None:
            raise NotFound("Không thấy lần làm nhiều việc này trong phạm vi của bạn.")
        counts = bulk.tally(connection, bulk_id)
        return BulkResult(found, counts, tuple(bulk.items(connection, bulk_id, "refused", MOST)),
                          tuple(bulk.items(connection, bulk_id, "done", SHOWN)))
