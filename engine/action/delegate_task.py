"""A person passes a task on to a colleague of the same unit, and stays responsible for it."""

from datetime import datetime

from engine.action.handing import taken_up, word_of
from engine.action.holding import right_to, seated
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import tasks
from engine.store.database import Database
from engine.store.holders import Holder, holders
from engine.work.people import Conflict, Viewer, refused
from engine.work.seat import Seat
from engine.work.task import Task


def delegate_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, to: str,
                  word: str | None, now: datetime) -> str:
    """A sentence for the person; the colleague is told.

    Raises NotFound, Forbidden, Conflict (decisions, and what a chosen member does, cannot be passed on), FormRefused
    (nobody of that unit).
    """
    said = word_of(word, "loi_nhan")
    with database.write() as connection:
        handing = taken_up(connection, ids, viewer, task_id, rev, now)
        task = handing.task
        seated(viewer, task)
        right_to(viewer, task)
        if task.act == "decide" or task.candidate_unit_id is None:
            raise Conflict(f"Việc “{task.title}” là thẩm quyền của {task.role}, không chuyển cho người khác được.")
        sitting = Seat(task.role, task.candidate_unit_id)
        there = holders(connection, [sitting], local_day(now))[sitting]
        found = _among(tuple(one for one in there if one.id != task.entered_by), to, viewer)
        tasks.hand(connection, task.id, found.id, viewer.person_id)
        handing.keep("delegate", found.id, said)
        handing.tell(found.id, _told(viewer, task, said))
    return f"Đã chuyển “{task.title}” cho {found.name}; bạn vẫn chịu trách nhiệm và lấy lại được."


def _among(colleagues: tuple[Holder, ...], to: str, viewer: Viewer) -> Holder:
    found = next((one for one in colleagues if one.id == to and one.id != viewer.person_id), None)
    if found is None:
        raise refused("nguoi_nhan", "Hãy chọn một đồng nghiệp cùng đơn vị để chuyển việc.")
    return found


def _told(viewer: Viewer, task: Task, word: str | None) -> str:
    about = f" — “{task.subject}”" if task.subject else ""
    return f"{viewer.name} chuyển cho bạn việc “{task.title}”{about}{f': {word}' if word else '.'}"
