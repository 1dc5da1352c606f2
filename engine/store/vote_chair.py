"""Who conducts a vote and who keeps its minutes, as rows: their seats in the matter of a task, who sits there."""

from datetime import date

from sqlalchemy import Connection

from engine.plan.model import Plan
from engine.store import runs, units
from engine.store.holders import holders
from engine.store.people import viewer_of_person
from engine.store.vote_closing import Officer
from engine.store.vote_state import rules_of
from engine.work.access import conducts
from engine.work.lead import near_seats
from engine.work.seat import Seat, seat_of
from engine.work.task import Task


def chair_seat(connection: Connection, plan: Plan, task: Task) -> Seat | None:
    """None where no chosen members vote."""
    if task.act != "ballot" or task.candidate_unit_id is not None:
        return None
    return _seat(connection, plan, task, rules_of(plan.step(task.step)).chair or plan.coordinator)


def secretary_seat(connection: Connection, plan: Plan, task: Task) -> Seat | None:
    """None where no chosen members vote, or the plan names nobody to keep the minutes."""
    if task.act != "ballot" or task.candidate_unit_id is not None:
        return None
    name = rules_of(plan.step(task.step)).secretary
    return _seat(connection, plan, task, name) if name else None


def sitting(connection: Connection, seat: Seat, today: date) -> tuple[Officer, ...]:
    """Who may conduct or record from there that day, substitutes among them, by name."""
    found = (viewer_of_person(connection, one.id, today) for one in holders(connection, [seat], today)[seat])
    return tuple(Officer(one.name, held.capacity) for one in found if one and (held := conducts(one, seat)))


def _seat(connection: Connection, plan: Plan, task: Task, name: str) -> Seat | None:
    role = plan.role(name)
    if role.kind == "near":
        return next(iter(near_seats(plan, units.tree_of(connection, task.tenant_id), role, task.unit_id)), None)
    return seat_of(plan, name, task.unit_id, units.ids_of(connection, task.tenant_id, plan.unit_codes),
                   runs.members_of(connection, task.run_id))
