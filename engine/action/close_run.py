"""A run is closed when nothing is open any more; what still waits for messages or days is ended with it."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import coordinated
from engine.action.moving import Asked, Movement
from engine.action.routing import settle
from engine.action.scene import Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.instance.fact import Cancel
from engine.store import instances, messages, runs, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, Viewer

NAMED = 3
"""How many of the open steps the refusal names."""


def close_run(database: Database, ids: IdSource, viewer: Viewer, run_id: str, now: datetime) -> None:
    """Raises NotFound, Forbidden (the coordinator alone closes), Conflict (closed already; something is open still)."""
    with on_record(database, ids, viewer, "close_run", now), database.write() as connection:
        scene = coordinated(connection, ids, viewer, run_id, now,
                            "được đóng đợt này; hãy báo nơi đó khi mọi việc đã xong.")
        run = scene.run
        if run.status == "closed":
            raise Conflict(f"Đợt “{run.short}” đã được đóng.")
        _nothing_open(connection, scene)
        _nothing_on_its_way(connection, scene)
        movement = Movement(scene)
        for instance_id in instances.active(connection, run.id):
            movement.ask(Asked(instance_id, Cancel))
        settle(movement)
        messages.close_all(connection, run.id, "đợt đã đóng", now)
        runs.close(connection, run.id, now)
        record(connection, Act("close_run", now, viewer.person_id, scene.actor.capacity, run.id, run_id=run.id))


def _nothing_open(connection: Connection, scene: Scene) -> None:
    found = tasks.open_steps(connection, scene.run.id)
    if not found:
        return
    total = sum(count for _, count in found)
    names = {step.id: step.name for step in scene.plan.steps}
    places = [f"{names.get(step, step)} ({count})" for step, count in found[:NAMED]]
    more = "" if len(found) <= NAMED else f" và {len(found) - NAMED} bước khác"
    raise Conflict(f"Đợt “{scene.run.short}” còn {total} việc đang mở ở {', '.join(places)}{more}; "
                   "hãy làm xong các việc đó rồi đóng đợt.")


def _nothing_on_its_way(connection: Connection, scene: Scene) -> None:
    """What was tried in vain hinders nobody: it ends with the run."""
    found = messages.outstanding(connection, scene.run.id).on_the_way
    if found:
        raise Conflict(f"Đợt “{scene.run.short}” còn {found} tin đang chuyển giữa các nơi và có "
                       "thể mở việc mới; hãy đợi ít phút rồi đóng đợt.")
