"""What the clock brings: timers of the flow, cut-offs of waiting, and the ladder of reminders; each once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.moving import Asked, Movement
from engine.action.round_end import end_round
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.urging import Urged, urge
from engine.base.ids import IdSource
from engine.instance.fact import Deliver, Fire, InstanceError
from engine.store import instances, runs, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.route import element_of


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
    fired = [_fire(database, ids, run_id, instance_id, node, now) for run_id, instance_id, node in due]
    with database.write() as connection:
        urged = _urge(connection, ids, now, page)
    return Fired(fired.count("timer"), fired.count("cut_off"), urged.notices, urged.letters,
                 len(due) == page or urged.tasks == page)


def _fire(database: Database, ids: IdSource, run_id: str, instance_id: str, node: str, now: datetime) -> str:
    """One timer in its own transaction: "timer", "cut_off", or "" when somebody else has done it.

    An instance that cannot go on is an incident: it stands in the audit, and its timer keeps nobody else waiting.
    """
    try:
        return _fired(database, ids, run_id, instance_id, node, now)
    except InstanceError as error:
        with database.write() as connection:
            instances.disarm(connection, instance_id, node)
            record(connection, Act("fire_timer", now, subject=instance_id, outcome="refused", run_id=run_id,
                                   detail={"node": node, "reason": str(error)}))
        return ""


def _fired(database: Database, ids: IdSource, run_id: str, instance_id: str, node: str, now: datetime) -> str:
    with database.write() as connection:
        run = runs.lock(connection, run_id, exclusive=True)
        stands, cuts_off = instances.timer_stands(connection, instance_id, node, now)
        if not stands:
            return ""
        scene = Scene(connection, ids, run, Actor(), now)
        if scene.node(element_of(node)).kind == "task":
            end_round(scene, instance_id, node)
            cuts_off = True
        else:
            movement = Movement(scene)
            movement.ask(Asked(instance_id, Deliver if cuts_off else Fire, node))
            settle(movement)
        record(connection, Act("fire_timer", now, subject=instance_id, detail={"node": node}, run_id=run_id))
        return "cut_off" if cuts_off else "timer"


def _urge(connection: Connection, ids: IdSource, now: datetime, page: int) -> Urged:
    due = tasks.due_now(connection, now, page)
    done = Urged(len(due), 0, 0)
    for run_id in dict.fromkeys(task.run_id for task in due):
        scene = Scene(connection, ids, runs.of_id(connection, run_id), Actor(), now)
        done += urge(scene, [task for task in due if task.run_id == run_id])
    return done
