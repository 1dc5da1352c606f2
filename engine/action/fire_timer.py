"""One timer fires: the flow moves on, a wait or a round of opinions is cut off; what cannot is an incident."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.moving import Asked, Movement
from engine.action.round_end import end_round
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import At, Stuck
from engine.base.ids import IdSource
from engine.instance.fact import Deliver, Fire
from engine.store import incidents, instances, runs
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.runs import Run
from engine.work.incident import Trouble
from engine.work.route import element_of


@done_again
def fire_timer(database: Database, ids: IdSource, run_id: str, instance_id: str, node: str, now: datetime) -> str:
    """One timer in its own transaction: "timer", "cut_off", or "" when somebody else has done it.

    An instance that cannot go on becomes an incident, and its timer, disarmed, keeps nobody else waiting.
    """
    try:
        with database.write() as connection:
            run = runs.lock(connection, run_id, exclusive=True)
            stands, waits = instances.timer_stands(connection, instance_id, node, now)
            return fire(connection, ids, run, instance_id, node, waits, now) if stands else ""
    except Stuck as stuck:
        trouble = trouble_of(stuck.trouble, instance_id, node)
        with database.write() as connection:
            instances.disarm(connection, instance_id, node)
            incident_id = incidents.open_incident(connection, ids, trouble, now)
            record(connection, Act("fire_timer", now, subject=instance_id, outcome="refused", run_id=run_id,
                                   detail={"node": node, "incident": incident_id, "reason": trouble.reason}))
        return ""


def fire(connection: Connection, ids: IdSource, run: Run, instance_id: str, node: str, waits: bool,
         now: datetime) -> str:
    """The timer of a run that is held alone: "timer" or "cut_off". `waits`: a message is waited for at the node.

    Raises Stuck.
    """
    instance = instances.lock(connection, instance_id)
    scene = Scene(connection, ids, run, Actor(), now).at(instance.version_id)
    with At(run.tenant_id, run.id, instance_id, node, "fire"):
        cuts_off = waits
        if scene.node(element_of(node)).kind == "task":
            end_round(scene, instance_id, node)
            cuts_off = True
        else:
            movement = Movement(scene)
            movement.hold(instance)
            movement.ask(Asked(instance_id, Deliver if cuts_off else Fire, node))
            settle(movement)
    record(connection, Act("fire_timer", now, subject=instance_id, detail={"node": node}, run_id=run.id))
    return "cut_off" if cuts_off else "timer"


def trouble_of(found: Trouble, instance_id: str, node: str) -> Trouble:
    """The trouble as one of this timer, wherever its effects came to a halt."""
    at: Mapping[str, object] = {}
    if (found.instance_id, found.node) != (instance_id, node):
        at = {"at": {"instance": found.instance_id, "node": found.node, "command": found.command}}
    unit_id = found.unit_id if found.instance_id == instance_id else None
    return replace(found, command="fire", subject=instance_id, instance_id=instance_id, node=node, detail=at,
                   unit_id=unit_id)
