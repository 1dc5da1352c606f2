"""Who receives a task, or coordinates its run, grants more time or refuses it."""

from dataclasses import replace
from datetime import date, datetime

from engine.action.handing import Handing, word_of
from engine.action.holding import lock_task, still_open
from engine.action.scene import Actor, Scene
from engine.base.ids import IdSource
from engine.store import task_acts, tasks
from engine.store.database import Database
from engine.store.extending import answerers, pending
from engine.store.task_acts import TaskAct
from engine.work.access import holds_one
from engine.work.people import Conflict, Forbidden, Held, Viewer, refused
from engine.work.task import Task


def answer_extension(database: Database, ids: IdSource, viewer: Viewer, task_id: str, grants: bool,
                     day: date | None, word: str | None, now: datetime) -> str:
    """Granted until `day`, or refused; the sentence for who answers. The asker is told.

    Raises NotFound, Forbidden (not who receives or coordinates; the asker), Conflict (nothing asked, or answered),
    FormRefused (no day later than the deadline; a refusal without a reason).
    """
    said = word_of(word, "tra_loi")
    with database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        asked, held = _asked(scene, viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity)
        handing = Handing(connection, ids, viewer, task, held, now)
        until = granted(scene, task, day) if grants else None
        if until is None and said is None:
            raise refused("tra_loi", "Hãy nêu lý do không cho gia hạn.")
        task_acts.add(connection, ids.new(), task, TaskAct(
            "grant" if until else "refuse", viewer.person_id, held.capacity, now, asked.by, said, until))
        handing.note("answer_extension", {"day": until.isoformat() if until else None})
        why = f": {said}" if said else "."
        told = f"được gia hạn đến {until:%d/%m/%Y}" if until else "không được gia hạn"
        handing.tell(asked.by, f"“{task.title}” {told}, {held.capacity} trả lời{why}")
    return f"Đã trả lời: “{task.title}” {told}."


def _asked(scene: Scene, viewer: Viewer, task: Task) -> tuple[TaskAct, Held]:
    connection = scene.connection
    seats = answerers(connection, viewer.tenant_id, scene.plan, task)
    held = holds_one(viewer, seats)
    if held is None:
        names = " hoặc ".join(seat.role for seat in seats)
        raise Forbidden(f"Chỉ {names} trả lời đề nghị gia hạn của việc “{task.title}”.")
    still_open(connection, task)
    asked = pending(connection, task)
    if asked is None:
        raise Conflict(f"Việc “{task.title}” không có đề nghị gia hạn nào đang chờ; có thể đã có người trả lời.")
    if asked.by == viewer.person_id:
        raise Forbidden("Bạn là người xin gia hạn nên không tự trả lời; người khác giữ vai trò này phải trả lời.")
    return asked, held


def granted(scene: Scene, task: Task, day: date | None) -> date:
    """The task gets the deadline that was granted, derived as every deadline of a plan is. Raises FormRefused."""
    if day is None or task.last_day is None or day <= max(task.last_day, scene.today):
        raise refused("ngay_cho", "Ngày cho gia hạn phải sau hạn hiện nay và sau hôm nay.")
    later = scene.with_days(replace(task, phrase=f"ngày {day:%d/%m/%Y}", rev=task.rev + 1))
    tasks.amend(scene.connection, later)
    return day
