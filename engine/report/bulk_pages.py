"""Several tasks at once: what would be done and what passed over, and what came of a command."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.report.inbox import chosen_tasks
from engine.report.inbox_order import order_of
from engine.report.seen_run import seen_run
from engine.report.wanted import Wanted
from engine.store import bulk
from engine.store.bulk import Bulk, Item
from engine.store.database import Database
from engine.store.holders import Holder, holders
from engine.store.tables import run, task, unit
from engine.work.bulk import MOST, NAMES, BulkAct, Candidate, passed_over
from engine.work.people import NotFound, Viewer
from engine.work.seat import Seat

SHOWN = 200
"""So many lines of a kind are drawn."""


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """`choices`: label -> how many of the chosen could end so; `unseen`: how many are not within reach.

    `colleagues`: to whom they can be passed on, with how many of them each can take; `others`: what else can become of
    some of them.
    """

    act: BulkAct
    label: str
    needs_reason: bool
    choices: Mapping[str, int]
    todo: tuple[Candidate, ...]
    skipped: tuple[tuple[Candidate, str], ...]
    unseen: int
    colleagues: tuple[tuple[Holder, int], ...] = ()
    others: tuple[BulkAct, ...] = ()

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """All that were chosen and are within reach."""
        return (*self.todo, *(one for one, _why in self.skipped))


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


def bulk_preview(database: Database, viewer: Viewer, chosen: Mapping[str, int], label: str, today: date,
                 act: BulkAct = "outcome", giving: bool = False) -> BulkPreview:
    """`chosen`: task id -> rev as it was seen, 0 for as it is now. Without a label the one that fits most.

    `giving`: they are chosen from a list in which there are tasks that the viewer can give more time.
    """
    with database.read() as connection:
        found = bulk.candidates(connection, viewer, sorted(chosen)[:MOST], giving or act == "extend")
        choices = _choices(found.values())
        label = NAMES.get(act) or label or max(choices, key=choices.__getitem__, default="")
        why = {one.id: passed_over(one, chosen[one.id], label, act) for one in found.values()}
        todo = tuple(one for one in found.values() if not why[one.id])
        colleagues = _colleagues(connection, viewer, todo, today) if act == "delegate" else ()
    needs_reason = act == "outcome" and any(ends.needs_reason for one in todo if (ends := one.outcome(label)))
    skipped = tuple((one, why[one.id]) for one in found.values() if why[one.id])
    asked: tuple[BulkAct, ...] = ("delegate", "extend") if giving else ("delegate",)
    others = tuple(other for other in asked if other != act and any(
        not passed_over(one, chosen[one.id], "", other) for one in found.values()))
    return BulkPreview(act, label, needs_reason, choices, todo, skipped, len(chosen) - len(found), colleagues, others)


def _choices(found: Iterable[Candidate]) -> dict[str, int]:
    """Label -> how many of the tasks could end so."""
    choices: dict[str, int] = {}
    for one in found:
        for outcome in one.outcomes if one.mine and one.status == "open" else ():
            choices[outcome.label] = choices.get(outcome.label, 0) + 1
    return choices


def _colleagues(connection: Connection, viewer: Viewer, todo: Iterable[Candidate],
                today: date) -> tuple[tuple[Holder, int], ...]:
    """Everybody of the units whose people do the tasks, but the viewer; by name."""
    units = Counter(one.at_unit for one in todo)
    seats = {Seat("", unit_id): n for unit_id, n in units.items()}
    taking: Counter[Holder] = Counter()
    for seat, people in holders(connection, seats, today).items():
        taking.update({one: seats[seat] for one in people if one.id != viewer.person_id})
    return tuple(sorted(taking.items(), key=lambda pair: pair[0].name))


def all_chosen(database: Database, viewer: Viewer, wanted: Wanted, today: date) -> dict[str, int]:
    """Task id -> rev of all that is wanted, as many as can be done at once."""
    query = (select(task.c.id, task.c.rev).join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
             .where(chosen_tasks(viewer, wanted, today)).order_by(*order_of(wanted, today)).limit(MOST))
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def late_in_step(database: Database, viewer: Viewer, run_id: str, step: str, today: date) -> dict[str, int]:
    """Task id -> rev of what has still to be sent in a step of the run. Raises NotFound, Forbidden."""
    query = (select(task.c.id, task.c.rev).where(
        task.c.run_id == run_id, task.c.step == step, task.c.status == "open",
        task.c.act.not_in(("review", "decide", "ballot"))).order_by(task.c.id).limit(MOST))
    with database.read() as connection:
        seen_run(connection, viewer, run_id, today)
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
