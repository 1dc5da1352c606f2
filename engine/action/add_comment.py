"""A person says something about a task that he or she may see."""

from datetime import datetime

from engine.action.holding import run_seen, task_seen
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import comments, versions
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.holders import overseeing
from engine.work.access import may_act, may_see
from engine.work.form import FieldError
from engine.work.people import Forbidden, FormRefused, Viewer

LONGEST = 5000


def add_comment(database: Database, ids: IdSource, viewer: Viewer, task_id: str, text: str, now: datetime) -> str:
    """The comment's id. Raises NotFound, Forbidden (may not see it), FormRefused (empty or too long a text)."""
    said = nfc(text).strip()
    if not said or len(said) > LONGEST:
        why = f"Ý kiến dài quá {LONGEST} ký tự; hãy viết gọn lại." if said else "Hãy gõ ý kiến rồi gửi."
        raise FormRefused((FieldError("", "noi_dung", None, None, why),), {})
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id)
        run = run_seen(connection, viewer, task.run_id)
        plan = versions.compiled(connection, run.version_id, run.year).plan
        seats = overseeing(connection, viewer.tenant_id, plan)
        held = may_act(viewer, task)
        if held is None and not may_see(viewer, task, seats):
            raise Forbidden(f"Việc “{task.title}” thuộc đơn vị khác; bạn cần giữ vai trò trong đợt để trao đổi.")
        capacity = held.capacity if held else next((p.capacity for p in viewer.positions), "Quản trị")
        comment = comments.Comment(
            ids.new(), task.run_id, task.id, task.entry_id, viewer.person_id, capacity, now, said)
        comments.add(connection, comment)
        record(connection, Act("add_comment", now, viewer.person_id, capacity, task.id, run_id=task.run_id))
    return comment.id
