"""Whether somebody would look at what was sent by the same person: a substitute is still who he is."""

from sqlalchemy import Connection, select

from engine.bpmn.graph import LOOKS
from engine.store.tables import answer, task
from engine.work.people import Held, Viewer, acts_for
from engine.work.task import Task


def own_work(connection: Connection, viewer: Viewer, looked_at: Task, held: Held) -> bool:
    """Whether the viewer sent what is to be reviewed or decided, on one of the two sides as a substitute.

    No question where the viewer never stood in for anybody: own positions are the plan's matter.
    """
    if not viewer.stood_in or looked_at.act not in LOOKS:
        return False
    sent = connection.execute(
        select(answer.c.capacity).join(task, task.c.id == answer.c.task_id)
        .where(answer.c.instance_id == looked_at.instance_id, answer.c.step == looked_at.step,
               answer.c.by == viewer.person_id, task.c.act == "do")).scalars().all()
    return bool(sent) and (held.instead_of is not None or any(map(acts_for, sent)))
