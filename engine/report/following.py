"""What a finished task set going and has not come to an end: whether its history still says that kheo is at it."""

from typing import Literal

from sqlalchemy import Connection, exists, or_, select

from engine.store.messages import UNDELIVERED
from engine.store.tables import incident, message
from engine.work.task import Task

Following = Literal["", "under way", "stuck"]


def following(connection: Connection, found: Task) -> Following:
    """One query, of a finished task alone: messages from or to its instance that have not arrived, an open incident."""
    if found.status != "done":
        return ""
    about = or_(message.c.sender_id == found.instance_id, message.c.receiver_id == found.instance_id)
    waits, stuck = connection.execute(select(
        exists().where(message.c.run_id == found.run_id, UNDELIVERED, about),
        exists().where(incident.c.instance_id == found.instance_id, incident.c.status == "open"))).one()
    return "stuck" if stuck else "under way" if waits else ""
