"""Which tasks a person sees as theirs, as conditions of a query; every one is bounded by the tenant."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from engine.store.tables import ballot, task, task_person
from engine.work.people import Viewer


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """The task is for one of the viewer's positions, or names the viewer."""
    anybody, codes = task.c.candidate_positions == "", task.c.candidate_positions
    by_position = [
        and_(task.c.candidate_unit_id == held.unit_id, or_(anybody, codes.contains(f",{held.role},", autoescape=True)))
        for held in viewer.positions
    ]
    named = exists().where(task_person.c.task_id == task.c.id, task_person.c.person_id == viewer.person_id)
    return and_(task.c.tenant_id == viewer.tenant_id, or_(named, *by_position))


def scored_by(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer has handed in a ballot for the task."""
    return exists(select(ballot.c.task_id).where(ballot.c.task_id == task.c.id, ballot.c.person_id == viewer.person_id))


def matter_of(viewer: Viewer) -> ColumnElement[bool]:
    """The task is about one of the viewer's units, whoever has to do it."""
    units = sorted(viewer.unit_ids())
    return and_(task.c.tenant_id == viewer.tenant_id, task.c.unit_id.in_(units)) if units else false()
