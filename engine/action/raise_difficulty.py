"""A person reports a difficulty with a task; it is kept as a comment and told to those the plan names for it."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.commenting import Said, Saying, say
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import comments, notices, units
from engine.store.database import Database
from engine.store.holders import holders
from engine.store.notices import Notice
from engine.work.people import Viewer
from engine.work.seat import seat_of

OPENING = "Vướng mắc: "
_SHOWN = 200


def raise_difficulty(database: Database, ids: IdSource, viewer: Viewer, task_id: str, text: str, now: datetime) -> str:
    """The comment's id; raises as add_comment. Each person behind the plan's channels has a notice in the inbox."""
    with database.write() as connection:
        said = say(connection, ids, viewer, Saying(task_id, text, "raise_difficulty", OPENING), now)
        if not said.again:
            _tell(connection, ids, viewer, said)
    return said.comment.id


def _tell(connection: Connection, ids: IdSource, viewer: Viewer, said: Said) -> None:
    plan, task, today = said.plan, said.task, local_day(said.comment.at)
    unit_ids = units.ids_of(connection, viewer.tenant_id, plan.unit_codes)
    seats = [seat_of(plan, channel.to, task.unit_id, unit_ids, {}) for channel in plan.channels]
    told = {person.id for found in holders(connection, seats, today).values() for person in found} - {viewer.person_id}
    about = f" “{task.subject}”" if task.subject else ""
    words = said.comment.text[len(OPENING):]
    text = (f"Vướng mắc ở việc “{task.title}”{about} của {units.get(connection, task.unit_id).name}: "
            f"{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}")
    # A task may meet several difficulties on one day; notices that are no rung of the ladder count downwards from 0.
    number = -comments.count(connection, task.id)
    notices.add(connection, [
        Notice(ids.new(), task.id, task.run_id, number, today, person, "inbox", "information", text, said.comment.at)
        for person in sorted(told)])
