"""An approved amendment reaches the instances of its run, page by page; killed half-way, it goes on where it was."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.amending import Amending, considered, stayed
from engine.action.deliver_messages import deliver_rest
from engine.action.moving import Movement, Said
from engine.action.preview_amendment import newcomers
from engine.action.routing import pass_on, settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import CANNOT_GO_ON, MISTAKES, reason_of
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.store import amending_rows, amendments, images, runs, standings
from engine.store.amendments import Amendment
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database, savepoint
from engine.store.instances import Wait
from engine.store.standings import Standing
from engine.work.amendment import Move, digest_of, told

PAGE = 200
"""So many instances follow in one transaction, about 4 ms of CPU each: others of the run wait no longer than that."""
OVERTAKEN = "đã có thay đổi sau khi duyệt; xem trước và duyệt lại để chuyển tiếp"


@done_again
def apply_amendment(database: Database, ids: IdSource, amendment_id: str, now: datetime, page: int = PAGE) -> bool:
    """One page of that amendment, in one transaction; whether there may be more of it to do.

    An instance whose move is no longer what was approved stays on its version, marked as overtaken; so does one that
    cannot be looked at or moved, with the reason. The others go on.
    """
    with database.write() as connection:
        seen = amendments.under_way(connection, amendment_id)
        if seen is None:
            return False
        run = runs.lock(connection, seen.run_id, exclusive=True)
        found = amendments.under_way(connection, amendment_id)
        if found is None:
            return False
        scene = Scene(connection, ids, run, Actor(found.approved_by, found.capacity), now)
        planned = amendments.waiting(connection, found.id, page)
        standings.hold(connection, list(planned))
        amending = Amending(scene, frozenset(json.loads(found.drops)), _events(found))
        movement = Movement(scene)
        for standing in _standings(connection, found, list(planned)):
            _guarded(movement, amending, found, standing, planned[standing.instance.id])
        pass_on(movement)
        settle(movement)
        room = page - len(planned)
        if room:
            _begin(Scene(connection, ids, run, scene.actor, now), found, room)
    deliver_rest(database, ids, scene)
    return True


def _events(found: Amendment) -> frozenset[str]:
    return frozenset(fold(one["event"]) for one in json.loads(found.preview)["events"])


def _standings(connection: Connection, found: Amendment, ids: Sequence[str]) -> Iterable[Standing]:
    """What is known of each; one that cannot be read stays as it is."""
    try:
        return standings.standings(connection, ids)
    except MISTAKES as problem:
        if len(ids) > 1:
            return [one for key in ids for one in _standings(connection, found, [key])]
        before = images.image_of(connection, ids[0], ())
        amendments.looked_at(connection, found.id, ids[0], "kept", reason_of(problem), before)
        return ()


def _guarded(movement: Movement, amending: Amending, found: Amendment, standing: Standing, planned: str) -> None:
    """The one instance; what cannot be done with it leaves it as it is and stops no other."""
    connection, instance = movement.scene.connection, standing.instance
    before = images.image_of(connection, instance.id, [task.id for task in standing.tasks])
    try:
        with savepoint(connection):
            _follow(movement, amending, found, standing, planned)
    except (*CANNOT_GO_ON, *MISTAKES) as problem:
        movement.forget(instance.id)
        amendments.looked_at(connection, found.id, instance.id, "kept", reason_of(problem), before)


def _follow(movement: Movement, amending: Amending, found: Amendment, standing: Standing, planned: str) -> None:
    connection, instance = movement.scene.connection, standing.instance
    move = considered(amending, standing)
    status = "kept" if move.reason else "moved"
    if digest_of(told(move)) != planned and not standing.broken:
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
    for step in move.ends:
        movement.finish(after, step)
    # Last, when nothing can fail any more: a savepoint takes rows back, not these.
    movement.opened += move.opened
    movement.sent += [Said(step, after) for step in move.ends]
    movement.awaited += [Wait(after.id, node, message, after.scope, after.unit_id, after.entry_id)
                         for node, message in (move.waits or {}).items() if node not in standing.waits]


def _begin(scene: Scene, found: Amendment, room: int) -> None:
    """Units that take part from now on begin, at most `room`; with the last of them the amendment is through.

    Each begins by a message that is delivered here: who cannot begin now is tried again, and stops no other.
    """
    connection, new = scene.connection, tuple(newcomers(scene))
    last = len(new) < room
    if last:
        amendments.change(connection, found.id, status="applied", applied_at=scene.now)
    movement = Movement(scene)
    movement.room = room
    begun = movement.start([(unit_id, None) for unit_id in new[:room]], Said(scene.plan.opening))
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
