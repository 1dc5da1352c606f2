"""The sheet of a member: criteria to score, what the program has checked itself, how many have scored."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from engine.plan.criteria import Criterion
from engine.plan.expression import parse_expression
from engine.store import answers
from engine.store.asked import Subject
from engine.store.tables import ballot, task_person
from engine.work.appraisal import criteria_of
from engine.work.context import scene_context
from engine.work.people import Viewer
from engine.work.words import number_text


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion. `holds`: what the program found, for checked ones; `given`: what the viewer scored before."""

    id: str
    name: str
    how: str
    maximum: str
    evidence: bool
    quote: str | None
    clause: str | None
    holds: bool | None
    given: str


@dataclass(frozen=True, slots=True)
class BallotSheet:
    """`cast` of `members` have scored; nobody sees who or how. `mine`: the viewer has."""

    name: str
    rows: tuple[CriterionRow, ...]
    members: int
    cast: int
    mine: bool
    note: str


def ballot_sheet(connection: Connection, about: Subject, viewer: Viewer) -> BallotSheet | None:
    """The sheet of the task's step; None where the step has no criteria."""
    plan, task_id = about.plan, about.task.id
    wanted = plan.step(about.task.step).criteria
    if wanted is None:
        return None
    own = next((b for b in answers.ballots_of(connection, task_id) if b.person_id == viewer.person_id), None)
    members = connection.execute(
        select(func.count()).select_from(task_person).where(task_person.c.task_id == task_id)).scalar_one()
    cast = connection.execute(select(func.count()).select_from(ballot).where(ballot.c.task_id == task_id)).scalar_one()
    names = scene_context(about.year, about.unit, about.entry)
    given = own.scores if own else {}
    rows = tuple(_row(criterion, names, given) for criterion in criteria_of(plan, wanted, names))
    name = next(one.name for one in plan.criteria if one.id == wanted)
    return BallotSheet(name, rows, members, cast, own is not None, (own.note or "") if own else "")


def _row(criterion: Criterion, names: Mapping[str, object], given: Mapping[str, object]) -> CriterionRow:
    clause = criterion.clauses[0] if criterion.clauses else None
    checked = criterion.how == "checked" and criterion.holds
    value = given.get(criterion.id)
    shown = {True: "dat", False: "khong-dat"}[value] if isinstance(value, bool) else value
    return CriterionRow(
        criterion.id, criterion.name, criterion.how, number_text(criterion.maximum), criterion.evidence,
        clause.quote if clause else None, clause.at if clause else None,
        parse_expression(criterion.holds or "").holds(names) if checked else None,
        number_text(shown) if isinstance(shown, int | float) else str(shown or ""))
