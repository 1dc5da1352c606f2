"""A person asks for more time; those who receive the task or coordinate the run are told."""

from datetime import date, datetime

from engine.action.handing import taken_up, word_of
from engine.action.holding import right_to, run_seen
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import task_acts, versions
from engine.store.database import Database
from engine.store.extending import answerers, pending
from engine.store.holders import holders
from engine.store.task_acts import TaskAct
from engine.work.people import Conflict, Viewer, refused


def ask_extension(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, day: date | None,
                  reason: str | None, now: datetime) -> str:
    """A sentence for the person. Raises NotFound, Forbidden, Conflict (no deadline, set by law, asked already),
    FormRefused (no reason; a day that is not later)."""
    said = word_of(reason, "ly_do_gia_han")
    with database.write() as connection:
        handing = taken_up(connection, ids, viewer, task_id, rev, now)
        task, held = handing.task, right_to(viewer, handing.task)
        plan = versions.compiled_for(connection, run_seen(connection, viewer, task.run_id), task).plan
        if not plan.step(task.step).extendable:
            raise Conflict(f"Hạn của việc “{task.title}” theo quy định, kế hoạch không cho gia hạn.")
        if task.last_day is None:
            raise Conflict(f"Việc “{task.title}” chưa có hạn nên không xin gia hạn.")
        if pending(connection, task):
            raise Conflict(f"Việc “{task.title}” đã có đề nghị gia hạn đang chờ trả lời.")
        if said is None:
            raise refused("ly_do_gia_han", "Hãy nêu lý do xin gia hạn.")
        if day is None or day <= max(task.last_day, local_day(now)):
            raise refused("ngay_gia_han", f"Ngày xin gia hạn phải sau hạn hiện nay, {task.last_day:%d/%m/%Y}, "
                                          "và sau hôm nay.")
        given = TaskAct("ask", viewer.person_id, held.capacity, now, None, said, day)
        task_acts.add(connection, ids.new(), task, given)
        handing.note("ask_extension", {"day": day.isoformat()})
        seats = answerers(connection, viewer.tenant_id, plan, task)
        for person in {one.id for found in holders(connection, seats, local_day(now)).values() for one in found}:
            if person != viewer.person_id:
                handing.tell(person, f"{held.capacity} xin gia hạn “{task.title}” đến {day:%d/%m/%Y}: {said}")
    return f"Đã gửi đề nghị gia hạn “{task.title}” đến {day:%d/%m/%Y}. Hạn hiện nay vẫn giữ cho đến khi được trả lời."
