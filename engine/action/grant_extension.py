"""Who receives a task, or coordinates its run, gives more time without having been asked."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection

from engine.action.answer_extension import granted
from engine.action.handing import Handing, word_of
from engine.action.holding import lock_task, still_open
from engine.action.scene import Actor, Scene
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import task_acts
from engine.store.database import Database
from engine.store.extending import answerers, pending
from engine.store.holders import holders
from engine.store.task_acts import TaskAct
from engine.work.access import holds_one, may_hold
from engine.work.people import Conflict, Forbidden, Held, Viewer
from engine.work.seat import Seat
from engine.work.task import Task


def grant_extension(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, day: date | None,
                    word: str | None, now: datetime) -> str:
    """The task is due on `day`; whoever does it is told. A request for more time that waits is answered by it.

    Raises NotFound, Forbidden (not who receives or coordinates; who does the task), Conflict (no deadline, set by law,
    changed since), FormRefused (no day later than the deadline).
    """
    said = word_of(word, "ly_do")
    with database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = _giver(scene, viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity)
        still_open(connection, task, rev)
        if not scene.plan.step(task.step).extendable:
            raise Conflict(f"Hạn của việc “{task.title}” theo quy định, kế hoạch không cho gia hạn.")
        if task.last_day is None:
            raise Conflict(f"Việc “{task.title}” chưa có hạn nên không gia hạn.")
        until = granted(scene, task, day)
        handing = Handing(connection, ids, viewer, task, held, now)
        asked = pending(connection, task)
        task_acts.add(connection, ids.new(), task, TaskAct(
            "grant", viewer.person_id, held.capacity, now, asked.by if asked else None, said, until))
        handing.note("grant_extension", {"day": until.isoformat()})
        told = f"“{task.title}” được gia hạn đến {until:%d/%m/%Y}, {held.capacity} cho{f': {said}' if said else '.'}"
        for person_id in _doers(connection, task, now):
            handing.tell(person_id, told)
    return f"Đã gia hạn “{task.title}” đến {until:%d/%m/%Y}."


def _giver(scene: Scene, viewer: Viewer, task: Task) -> Held:
    seats = answerers(scene.connection, viewer.tenant_id, scene.plan, task)
    held = holds_one(viewer, seats)
    if held is None:
        names = " hoặc ".join(seat.role for seat in seats)
        raise Forbidden(f"Chỉ {names} cho gia hạn việc “{task.title}”.")
    if may_hold(viewer, task):
        raise Forbidden(f"Bạn làm việc “{task.title}” nên không tự cho mình gia hạn; người khác giữ vai trò này cho.")
    return held


def _doers(connection: Connection, task: Task, now: datetime) -> Collection[str]:
    seat = Seat(task.role, task.candidate_unit_id, task.candidate_positions, tuple(sorted(task.persons)))
    found = holders(connection, [seat], local_day(now))[seat]
    return dict.fromkeys([*([task.claimed_by] if task.claimed_by else []), *(one.id for one in found)])
