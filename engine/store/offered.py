"""Whose task it is: what is offered to a person, what is about their units."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, not_, or_, select, union_all

from engine.store.tables import absence, ballot, position, task, task_person
from engine.store.valid_on import away_on, valid_on
from engine.work.people import Viewer


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """The task is for one of the viewer's positions, or names the viewer."""
    anybody, codes = task.c.candidate_positions == "", task.c.candidate_positions
    by_position = [
        and_(task.c.candidate_unit_id == held.unit_id, or_(anybody, codes.contains(f",{held.role},", autoescape=True)))
        for held in viewer.positions
    ]
    named = task.c.id.in_(select(task_person.c.task_id).where(task_person.c.person_id == viewer.person_id))
    units = sorted(viewer.unit_ids())
    # Said without NULL: what is denied elsewhere must be true or false.
    behalf = and_(task.c.behalf_unit_id.is_not(None), task.c.behalf_unit_id.in_(units))
    passed_on = and_(task.c.claimed_by.is_not(None), task.c.claimed_by == viewer.person_id,
                     or_(task.c.candidate_unit_id.in_(units), behalf))
    return and_(task.c.tenant_id == viewer.tenant_id, or_(named, passed_on, *_in_absent_hands(viewer), *by_position))


def held_by_another(viewer: Viewer) -> ColumnElement[bool]:
    """Not to be done now: somebody else has the task in hand, unless that one is away and stood in for; or has to look
    at what the viewer entered from paper."""
    mine = or_(task.c.claimed_by == viewer.person_id, *_in_absent_hands(viewer))
    return or_(and_(task.c.claimed_by.is_not(None), not_(mine)),
               and_(task.c.entered_by.is_not(None), task.c.entered_by == viewer.person_id))


def _in_absent_hands(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The task is in the hands of somebody for whom the viewer holds a position in its unit."""
    return [and_(task.c.claimed_by.is_not(None), task.c.claimed_by == held.instead_of.person_id,
                 func.coalesce(task.c.behalf_unit_id, task.c.candidate_unit_id, "") == held.unit_id)
            for held in viewer.standing_in if held.instead_of]


def waiting_for_a_taker(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Nobody has it in hand, and a colleague of the viewer's unit who is there today might do it as well: "Chưa có
    người nhận"."""
    away = exists(select(absence.c.id).where(absence.c.person_id == position.c.person_id, away_on(today)))
    codes = task.c.candidate_positions
    colleague = exists(select(position.c.id).where(
        position.c.unit_id == task.c.candidate_unit_id, position.c.person_id != viewer.person_id,
        or_(codes == "", codes.contains(literal(",").concat(position.c.role).concat(","))),
        valid_on(position, today), not_(away)))
    return and_(task.c.status == "open", task.c.act != "ballot", task.c.claimed_by.is_(None), offered_to(viewer),
                colleague)


def within_reach(viewer: Viewer, status: str | None = None) -> ColumnElement[bool]:
    """The task is offered to the viewer or about one of the viewer's units, and has that status if one is named.

    Beside `offered_to` and `matter_of` in a WHERE this finds the rows by indexes: neither database looks for the
    branches of an OR one by one where some are subqueries, both read the whole table instead.
    """
    near, units = task.alias("near"), sorted(viewer.unit_ids())
    named = select(task_person.c.task_id).where(task_person.c.person_id == viewer.person_id)
    if not units:
        return task.c.id.in_(named)
    known = [near.c.status == status] if status else []
    return task.c.id.in_(union_all(named, select(near.c.id).where(near.c.candidate_unit_id.in_(units), *known),
                                   select(near.c.id).where(near.c.unit_id.in_(units), *known),
                                   select(near.c.id).where(near.c.behalf_unit_id.in_(units), *known)))


def scored_by(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer has handed in a ballot for the task."""
    return exists(select(ballot.c.task_id).where(ballot.c.task_id == task.c.id, ballot.c.person_id == viewer.person_id))


def matter_of(viewer: Viewer) -> ColumnElement[bool]:
    """The task is about one of the viewer's units, whoever has to do it."""
    units = sorted(viewer.unit_ids())
    return and_(task.c.tenant_id == viewer.tenant_id, task.c.unit_id.in_(units)) if units else false()
