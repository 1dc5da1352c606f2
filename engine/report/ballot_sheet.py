"""The sheet of a member: criteria to score, what the program has checked itself, who has scored, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.plan.criteria import Band, CriteriaSet, Criterion
from engine.plan.expression import parse_expression
from engine.store import ballots, tasks
from engine.store.asked import Subject
from engine.store.tables import ballot, task_person
from engine.store.vote_state import cast_sheets, scored
from engine.work.appraisal import Appraisal, criteria_of
from engine.work.context import scene_context
from engine.work.form_diff import Beside
from engine.work.people import Viewer
from engine.work.task import Task
from engine.work.words import number_text


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion. `holds`: what the program found, for checked ones; `given`: what the viewer scored before.

    `levels`: id, words and points of each level to choose from. `earlier`: what each earlier sheet of the same matter
    says of it, in their order. `average`: of this sheet once it is finished, where it classifies.
    """

    id: str
    name: str
    how: str
    maximum: str
    weight: float
    knock_out: str | None
    levels: tuple[tuple[str, str, str], ...]
    evidence: bool
    quote: str | None
    clause: str | None
    holds: bool | None
    given: str
    earlier: tuple[str, ...]
    average: str | None


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What a finished sheet amounts to, in words: "93,5", "Tốt"; `knocked`: the criteria that knock it out."""

    title: str
    total: str
    band: str | None
    knocked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassRange:
    """A class and the totals that belong to it; the numbers are for scripts."""

    name: str
    text: str
    low: float
    high: float | None
    below: float | None


@dataclass(frozen=True, slots=True)
class BallotSheet:
    """`cast` of `members` have scored; nobody sees who or how. `mine`: the viewer has. Without members a unit scores.

    `missing_source`: the document that lays the criteria down, when it is not attached and the sheet is ours.
    """

    name: str
    rows: tuple[CriterionRow, ...]
    members: int
    cast: int
    mine: bool
    note: str
    maximum: str
    classes: tuple[ClassRange, ...]
    missing_source: str | None
    earlier: tuple[SheetResult, ...]
    result: SheetResult | None
    saved_at: datetime | None
    """When the draft that the sheet shows was kept."""
    beside: tuple[Beside, ...] = ()
    """What the viewer typed for criteria that an amendment removed."""


def ballot_sheet(connection: Connection, about: Subject, viewer: Viewer) -> BallotSheet | None:
    """The sheet of the task's step; None where the step has no criteria."""
    plan, asked = about.plan, about.task
    wanted = next((one for one in plan.criteria if one.id == plan.step(asked.step).criteria), None)
    if wanted is None:
        return None
    own = next((b for b in ballots.of_task(connection, asked) if b.person_id == viewer.person_id), None)
    members = connection.execute(
        select(func.count()).select_from(task_person).where(task_person.c.task_id == asked.id)).scalar_one()
    cast = connection.execute(select(func.count()).select_from(ballot).where(ballot.c.task_id == asked.id)).scalar_one()
    names = scene_context(about.year, about.unit, about.entry)
    before = [(task, _appraised(connection, about, task, names)) for task in _earlier(connection, about, wanted)]
    found = _appraised(connection, about, asked, names) if asked.status == "done" and wanted.bands else None
    draft = ballots.draft_of(connection, asked.id, viewer.person_id) if asked.status == "open" else None
    shown = draft or own
    given = shown.scores if shown else {}
    rows = tuple(_row(c, names, given, [one for _, one in before], found) for c in criteria_of(plan, wanted.id, names))
    maximum = sum(c.maximum * c.weight for c in criteria_of(plan, wanted.id, names) if c.how == "scored")
    return BallotSheet(
        wanted.name, rows, members, cast, own is not None, (shown.note or "") if shown else "", number_text(maximum),
        tuple(map(_class, wanted.bands)), wanted.source if wanted.ours else None,
        tuple(_outcome(plan.step(task.step).name, one) for task, one in before),
        _outcome(plan.step(asked.step).name, found) if found else None, draft.at if draft else None,
        ballots.beside_of(connection, asked.id, viewer.person_id) if draft else ())


def _earlier(connection: Connection, about: Subject, wanted: CriteriaSet) -> list[Task]:
    """Finished sheets of the same criteria in the same matter, in the order of the plan."""
    steps = [step.id for step in about.plan.steps
             if step.scored and step.criteria == wanted.id and step.id != about.task.step]
    if not steps:
        return []
    found = {task.step: task for task in tasks.of_instance(connection, about.task.instance_id)
             if task.status == "done" and task.act == "ballot"}
    return [found[step] for step in steps if step in found]


def _appraised(connection: Connection, about: Subject, task: Task, names: Mapping[str, object]) -> Appraisal:
    step = about.plan.step(task.step)
    return scored(about.plan, step, cast_sheets(connection, step, task), names)


def _outcome(title: str, found: Appraisal) -> SheetResult:
    total = "" if found.total is None else f"{number_text(found.total)}/{number_text(found.maximum)}"
    return SheetResult(title, total, found.band.name if found.band else None, tuple(c.name for c in found.knocked))


def _class(band: Band) -> ClassRange:
    ends = [f"từ {number_text(band.low)}"] if band.low else []
    ends += [f"đến {number_text(band.high)}"] if band.high is not None else []
    if band.below is not None:
        ends.append(f"{'đến dưới' if band.low else 'dưới'} {number_text(band.below)}")
    return ClassRange(band.name, f"{' '.join(ends)} điểm", band.low, band.high, band.below)


def _row(criterion: Criterion, names: Mapping[str, object], given: Mapping[str, object], before: list[Appraisal],
         found: Appraisal | None) -> CriterionRow:
    clause = criterion.clauses[0] if criterion.clauses else None
    checked = criterion.how == "checked" and criterion.holds
    return CriterionRow(
        criterion.id, criterion.name, criterion.how, number_text(criterion.maximum), criterion.weight,
        None if criterion.knock_out is None else number_text(criterion.knock_out),
        tuple((level.id, level.name, number_text(level.points)) for level in criterion.levels), criterion.evidence,
        clause.quote if clause else None, clause.at if clause else None,
        parse_expression(criterion.holds or "").holds(names) if checked else None,
        _given(criterion, given.get(criterion.id)), tuple(_said(one, criterion) for one in before),
        _said(found, criterion) if found else None)


def _given(criterion: Criterion, value: object) -> str:
    """As the field of the sheet holds it: a level by its id, yes and no by theirs; a draft as it was typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "dat" if value else "khong-dat"
    if criterion.levels:
        return next((level.id for level in criterion.levels if level.points == value), "")
    return number_text(value) if isinstance(value, int | float) else str(value or "")


def _said(found: Appraisal, criterion: Criterion) -> str:
    result = next((one for one in found.results if one.criterion.id == criterion.id), None)
    if result is None or (result.average is None and result.met is None):
        return "–"
    if result.average is not None:
        return number_text(result.average)
    return "đạt" if result.met else "không đạt"
