"""An approved amendment reaches the instances of its run, page by page; killed half-way, it goes on where it was."""

import json
from dataclasses import replace
from datetime import datetime

from engine.action.amending import Amending, considered, stayed
from engine.action.deliver_messages import deliver_rest
from engine.action.moving import Movement, Said
from engine.action.preview_amendment import newcomers
from engine.action.routing import pass_on, settle
from engine.action.scene import Actor, Scene
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.store import amending_rows, amendments, images, runs, standings
from engine.store.amendments import Amendment
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.instances import Wait
from engine.store.standings import Standing
from engine.work.amendment import Move, digest_of, told

PAGE = 200
"""So many instances follow in one transaction, about 4 ms of CPU each: others of the run wait no longer than that."""
OVERTAKEN = "đã có thay đổi sau khi duyệt; xem trước và duyệt lại để chuyển tiếp"


@done_again
def apply_amendment(database: Database, ids: IdSource, now: datetime, page: int = PAGE) -> bool:
    """One page of the amendment that was approved first, in one transaction; whether there may be more to do.

    An instance whose move is no longer what was approved stays on its version, marked as overtaken.
    """
    with database.write() as connection:
        seen = amendments.under_way(connection)
        if seen is None:
            return False
        run = runs.lock(connection, seen.run_id, exclusive=True)
        found = amendments.get(connection, run.tenant_id, seen.id)
        if found is None or found.status != "applying":
            return True
        scene = Scene(connection, ids, run, Actor(found.approved_by, found.capacity), now)
        planned = amendments.waiting(connection, found.id, page)
        standings.hold(connection, list(planned))
        amending = Amending(scene, frozenset(json.loads(found.drops)), _events(found))
        movement = Movement(scene)
        for standing in standings.standings(connection, list(planned)):
            _follow(movement, amending, found, standing, planned[standing.instance.id])
        pass_on(movement)
        settle(movement)
        room = page - len(planned)
        if room:
            _begin(Scene(connection, ids, run, scene.actor, now), found, room)
    deliver_rest(database, ids, scene)
    return True


def _events(found: Amendment) -> frozenset[str]:
    return frozenset(fold(one["event"]) for one in json.loads(found.preview)["events"])


def _follow(movement: Movement, amending: Amending, found: Amendment, standing: Standing, planned: str) -> None:
    connection, instance = movement.scene.connection, standing.instance
    move = considered(amending, standing)
    status = "kept" if move.reason else "moved"
    if digest_of(told(move)) != planned:
        move, status = stayed(amending, standing, OVERTAKEN), "overtaken"
    touched = [*(task.id for task in standing.tasks), *standing.dead.values()]
    before = images.image_of(connection, instance.id, touched)
    amending_rows.write_move(connection, standing, move, amending.target.now)
    amendments.looked_at(connection, found.id, instance.id, status, move.reason, before)
    if status == "moved":
        _announce(movement, standing, move)


def _announce(movement: Movement, standing: Standing, move: Move) -> None:
    """What the instance says for the first time, and what it now waits for: both may let others go on."""
    after = replace(standing.instance, state=move.state, status=move.status, version_id=None,
                    rev=standing.instance.rev + 1)
    movement.hold(after)
    movement.opened += move.opened
    for step in move.ends:
        movement.finish(after, step)
        movement.sent.append(Said(step, after))
    movement.awaited += [Wait(after.id, node, message, after.scope, after.unit_id, after.entry_id)
                         for node, message in (move.waits or {}).items() if node not in standing.waits]


def _begin(scene: Scene, found: Amendment, room: int) -> None:
    """Units that take part from now on begin, at most `room`; with the last of them the amendment is through."""
    connection, new = scene.connection, tuple(newcomers(scene))
    last = len(new) < room
    if last:
        amendments.change(connection, found.id, status="applied", applied_at=scene.now)
    movement = Movement(scene)
    begun = movement.start([(unit_id, None) for unit_id in new[:room]])
    movement.changed = last
    settle(movement)
    amendments.plan_each(connection, found.id, dict.fromkeys(begun, ""), "started")
    if last:
        _finish(scene, found)


def _finish(scene: Scene, found: Amendment) -> None:
    connection = scene.connection
    amendments.note_revisions(connection, found.id)
    amendments.set_run(connection, scene.run.id, mixed=amendments.still_mixed(connection, scene.run.id))
    record(connection, Act("apply_amendment", scene.now, found.approved_by, found.capacity, found.id,
                           run_id=scene.run.id, detail=amendments.progress(connection, found.id)))
