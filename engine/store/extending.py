"""Who answers a request for more time, and whether one waits for an answer."""

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
    step = plan.step(task.step)
    unit_ids = units.ids_of(connection, tenant_id, plan.unit_codes)

    def sitting(*names: str | None) -> tuple[Seat, ...]:
        seats = dict.fromkeys(seat_of(plan, name, task.unit_id, unit_ids, {}) for name in names
                              if name and plan.role(name).kind == "body" and plan.role(name).unit in unit_ids)
        return tuple(seat for seat in seats if fold(seat.role) != fold(task.role))

    return sitting(step.reviewer, plan.coordinator) or sitting(*plan.deciders)
