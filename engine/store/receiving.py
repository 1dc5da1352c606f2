"""Who receives what a unit sends, and so may enter the paper of that unit: by the step, and within the subtree."""

from datetime import date

from sqlalchemy import Connection

from engine.plan.model import Plan
from engine.store import units
from engine.store.holders import Holder, holders
from engine.work.access import holds
from engine.work.lead import near_seats
from engine.work.people import Held, Viewer
from engine.work.seat import Seat, seat_of
from engine.work.task import Task


def receivers(connection: Connection, tenant_id: str, plan: Plan, task: Task) -> tuple[Seat, ...]:
    """The reviewer of the step, or who decides in it; then the coordinator of the run.

    A role near the unit sits just above that unit alone: what lies outside its subtree is not its own.
    """
    step = plan.step(task.step)
    unit_ids = units.ids_of(connection, tenant_id, plan.unit_codes)
    found: list[Seat] = []
    for name in dict.fromkeys((step.reviewer or step.decider, plan.coordinator)):
        role = plan.role(name) if name else None
        if name and role and role.kind == "body" and role.unit in unit_ids:
            found.append(seat_of(plan, name, task.unit_id, unit_ids, {}))
        elif role and role.kind == "near":
            found += near_seats(plan, units.tree_of(connection, tenant_id), role, task.unit_id)
    return tuple(found)


def receiving(connection: Connection, viewer: Viewer, plan: Plan, task: Task) -> Held | None:
    """The position in which the viewer receives what the task sends; nobody receives the papers of the own unit."""
    if viewer.tenant_id != task.tenant_id or task.unit_id in viewer.unit_ids():
        return None
    held = (holds(viewer, seat) for seat in receivers(connection, viewer.tenant_id, plan, task))
    return next((one for one in held if one), None)


def others_at(connection: Connection, task: Task, person_id: str, today: date) -> tuple[Holder, ...]:
    """Who else might do the task that day."""
    seat = Seat(task.role, task.candidate_unit_id, task.candidate_positions, tuple(sorted(task.persons)))
    return tuple(one for one in holders(connection, [seat], today)[seat] if one.id != person_id)
