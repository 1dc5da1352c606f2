"""The overview of a run: the year, the targets, one's own work, the ladder, and who has sent what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, not_, or_, select

from engine.base.clock import local_day
from engine.base.text import fold
from engine.report.duty_lines import DutyLine, duty_lines
from engine.report.incident_right import open_of_run
from engine.report.ladder_state import LadderState, ladder_state
from engine.report.matrix import Matrix, matrix
from engine.report.milestones import Milestone, milestones
from engine.report.rare_steps import RareStep, rare_steps
from engine.report.recipients import RecipientLine, recipients_of
from engine.report.run_rows import run_rows
from engine.report.score_table import ScoreTable, score_table
from engine.report.seen_run import SeenRun, seen_run
from engine.report.strip import Strip, strip
from engine.report.targets import targets_of
from engine.store import entries
from engine.store.database import Database
from engine.store.messages import Outstanding, outstanding
from engine.store.offered import offered_to, scored_by
from engine.store.runs import Run
from engine.store.tables import task
from engine.work.due_state import DueState, TaskDays, due_state
from engine.work.entry import Entry
from engine.work.people import Viewer
from engine.work.target import TargetFigure


@dataclass(frozen=True, slots=True)
class OwnWork:
    """Tasks of the viewer that are alike: same step, same words. `first`: the most pressing of them."""

    title: str
    subject: str
    count: int
    first: str
    due: DueState
    last_day: date | None
    late: int


@dataclass(frozen=True, slots=True)
class Undated:
    """An event that nobody has dated yet, and how many steps hang on it."""

    name: str
    steps: int


@dataclass(frozen=True)
class Overview:
    """What the page shows. `whole`: the viewer reads the whole run, else only the rows of the own units.

    `units`: how many of `all_units` the progress of the year is counted over. Who is missing from a target is told only
    to who reads the whole run.
    """

    run: Run
    whole: bool
    coordinates: bool
    all_units: int
    units: int
    entries: int
    groups: tuple[tuple[str, str], ...]
    milestones: tuple[Milestone, ...]
    strip: Strip
    targets: tuple[TargetFigure, ...]
    scores: ScoreTable | None
    work: tuple[OwnWork, ...]
    undated: tuple[Undated, ...]
    rare: tuple[RareStep, ...]
    ladder: LadderState | None
    matrix: Matrix
    recipients: tuple[RecipientLine, ...]
    duties: tuple[DutyLine, ...] = ()
    incidents: int = 0
    """How many incidents of the run are open; told to who handles them."""
    messages: Outstanding = Outstanding()
    """What has still to arrive, and may open work; told to who reads the whole run."""


def overview(database: Database, viewer: Viewer, run_id: str, now: datetime, step: str | None = None) -> Overview:
    """The overview with `step` as the step looked at. As many queries for one unit as for a hundred.

    Raises NotFound, Forbidden.
    """
    today = local_day(now)
    with database.read() as connection:
        seen = seen_run(connection, viewer, run_id, today)
        rows = run_rows(connection, run_id, None if seen.sees_all else seen.own)
        present = [e for e in entries.of_run(connection, run_id) if e.status != "withdrawn"]
        dated = milestones(connection, seen, today)
        found = matrix(seen, rows, today, step, Counter(entry.unit_id for entry in present))
        chosen = found.current.step if found.current else None
        return Overview(
            seen.run, seen.sees_all, seen.coordinator is not None, len(seen.units), len(seen.counted), len(present),
            tuple((group.id, group.name) for group in seen.plan.groups), dated,
            strip(dated, seen.run.year, today, seen.calendar),
            _targets(seen, present), score_table(connection, seen),
            _work(connection, seen, viewer, today), _undated(seen), rare_steps(connection, seen),
            ladder_state(connection, seen, rows, chosen, now) if chosen and seen.sees_all else None, found,
            recipients_of(seen),
            duty_lines(connection, seen),
            open_of_run(connection, run_id) if seen.coordinator or viewer.administrator else 0,
            outstanding(connection, run_id) if seen.sees_all else Outstanding(),
        )


def _targets(seen: SeenRun, present: Iterable[Entry]) -> tuple[TargetFigure, ...]:
    figures = targets_of(seen, present)
    return figures if seen.sees_all else tuple(replace(figure, missing=(), lacking=()) for figure in figures)


def _work(connection: Connection, seen: SeenRun, viewer: Viewer, today: date) -> tuple[OwnWork, ...]:
    wanted = (task.c.run_id == seen.run.id, task.c.status == "open", offered_to(viewer), not_(scored_by(viewer)),
              or_(task.c.entered_by.is_(None), task.c.entered_by != viewer.person_id))
    order = (task.c.last_working_day.is_(None), task.c.last_working_day, task.c.step_index, task.c.id)
    alike: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in connection.execute(select(task).where(*wanted).order_by(*order)):
        alike.setdefault((row.step, row.title), []).append(row)
    return tuple(_together(rows, seen, today) for rows in alike.values())


def _together(rows: Sequence[Row[Any]], seen: SeenRun, today: date) -> OwnWork:
    first = rows[0]
    days = TaskDays(first.last_day, first.last_working_day, first.overdue_after)
    late = sum(bool(row.overdue_after and row.overdue_after < today) for row in rows)
    return OwnWork(first.title, first.subject if len(rows) == 1 else "", len(rows), first.id,
                   due_state(days, today, seen.calendar), first.last_working_day, late)


def _undated(seen: SeenRun) -> tuple[Undated, ...]:
    """Events without a day, with the steps whose deadlines name them."""
    return tuple(Undated(name, sum(_hangs(step.deadlines.values(), name) for step in seen.plan.steps))
                 for name in seen.plan.events if fold(name) not in seen.events)


def _hangs(phrases: Any, name: str) -> bool:
    return any(fold(name) in fold(phrase) for phrase in phrases)
