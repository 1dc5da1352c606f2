"""What the clock brings: timers of the flow, cut-offs of waiting, and the ladder of reminders; each once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.fire_timer import fire_timer
from engine.action.scene import Actor, Scene
from engine.action.urging import Urged, urge
from engine.base.ids import IdSource
from engine.store import instances, runs, tasks
from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class Fired:
    """What was done. `more`: a page was full, so there may be more to do at once."""

    timers: int = 0
    cut_offs: int = 0
    notices: int = 0
    letters: int = 0
    more: bool = False


def fire_due(database: Database, ids: IdSource, now: datetime, page: int = 500) -> Fired:
    """Do one page of everything that is due. Killed half-way, or run by two at once, nothing is done twice."""
    with database.read() as connection:
        due = instances.timers_due(connection, now, page)
    fired = [fire_timer(database, ids, run_id, instance_id, node, now) for run_id, instance_id, node in due]
    with database.write() as connection:
        urged = _urge(connection, ids, now, page)
    return Fired(fired.count("timer"), fired.count("cut_off"), urged.notices, urged.letters,
                 len(due) == page or urged.tasks == page)


def _urge(connection: Connection, ids: IdSource, now: datetime, page: int) -> Urged:
    due = tasks.due_now(connection, now, page)
    done = Urged(len(due), 0, 0)
    for run_id in dict.fromkeys(task.run_id for task in due):
        scene = Scene(connection, ids, runs.of_id(connection, run_id), Actor(), now)
        done += urge(scene, [task for task in due if task.run_id == run_id])
    return done
