"""A ballot taken in hand by whoever conducts it: the right to do so, and what follows when nobody is waited for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.casting import close_vote, state_of
from engine.action.closing import told_all
from engine.action.holding import lock_task, still_open
from engine.action.rounds import waiting_ended
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.action.vote_notices import chair_of
from engine.base.ids import IdSource
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.instances import Instance
from engine.store.vote_state import VoteState
from engine.work.access import conducts
from engine.work.people import Conflict, Forbidden, Viewer
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class Chaired:
    """An open vote with its chair acting."""

    scene: Scene
    task: Task
    instance: Instance
    state: VoteState


Deed = Callable[[Chaired], bool]
"""What the chair does to one vote; whether anything changed."""


def chaired(connection: Connection, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> Chaired:
    """Raises NotFound, Forbidden (not the chair), Conflict (over, no vote of members)."""
    scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
    seat = chair_of(scene, task)
    held = conducts(viewer, seat)
    if held is None:
        raise Forbidden(f"Việc bỏ phiếu “{task.title}” do {seat.role} điều hành; bạn không giữ vai trò này.")
    if task.act != "ballot" or task.candidate_unit_id is not None:
        raise Conflict(f"Việc “{task.title}” không bỏ phiếu nên không có gì để điều hành.")
    still_open(connection, task)
    scene.actor = Actor(viewer.person_id, held.capacity)
    return Chaired(scene, task, instance, state_of(scene, task, instance))


def conduct(database: Database, ids: IdSource, viewer: Viewer, task_id: str, command: str, deed: Deed,
            now: datetime) -> bool:
    """Do it in one transaction; count the vote if nobody is waited for any more. Whether anything changed."""
    with on_record(database, ids, viewer, command, now), database.write() as connection:
        found = chaired(connection, ids, viewer, task_id, now)
        scene, task = found.scene, found.task
        if not deed(found):
            return False
        record(connection, Act(command, now, viewer.person_id, scene.actor.capacity, task.id,
                               detail={"step": task.step, "version": scene.run.version_id}, run_id=scene.run.id))
        state = state_of(scene, task, found.instance)
        if state.over(waiting_ended(scene, task)):
            close_vote(scene, task, found.instance, state)
    told_all(database, ids, scene)
    return True
