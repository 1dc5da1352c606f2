"""Who answers a request for more time, and whether one waits for an answer."""

from collections.abc import Mapping

from sqlalchemy import Connection

from engine.base.text import fold
from engine.plan.model import Plan
from engine.store import task_acts, units
from engine.store.task_acts import TaskAct
from engine.work.seat import Seat, seat_of
from engine.work.task import Task


def pending(connection: Connection, task: Task) -> TaskAct | None:
    """The request that waits for an answer."""
    asked = task_acts.of_task(connection, task.id, task.instance_id, "ask", "grant", "refuse")
    return asked[-1] if asked and asked[-1].kind == "ask" else None


def answerers(connection: Connection, tenant_id: str, plan: Plan, task: Task) -> tuple[Seat, ...]:
    """Who receives the task, and who coordinates the run; of these not who does it, unless nobody else is left."""
    return answering(plan, units.ids_of(connection, tenant_id, plan.unit_codes), task.step, task.unit_id, task.role)


def answering(plan: Plan, unit_ids: Mapping[str, str], step: str, unit_id: str, role: str) -> tuple[Seat, ...]:
    """The same for the task of that step, unit and role; `unit_ids`: code -> id."""
    def sitting(*names: str | None) -> tuple[Seat, ...]:
        seats = dict.fromkeys(seat_of(plan, name, unit_id, unit_ids, {}) for name in names
                              if name and plan.role(name).kind == "body" and plan.role(name).unit in unit_ids)
        return tuple(seat for seat in seats if fold(seat.role) != fold(role))

    return sitting(plan.step(step).reviewer, plan.coordinator) or sitting(*plan.deciders)
