"""What a comment needs before it is kept: a text of bearable length, from somebody who may see the task."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.action.holding import run_seen, task_seen
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.plan.model import Plan
from engine.store import comments, versions
from engine.store.audit import Act, record
from engine.store.comments import Comment
from engine.store.holders import overseeing_matter
from engine.work.access import may_act, may_see
from engine.work.people import Forbidden, Viewer, refused
from engine.work.task import Task

LONGEST = 5000
PRESSED_TWICE = timedelta(seconds=30)
"""The same words of the same person within it are one comment."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says about a task, and how the log calls it."""

    task_id: str
    text: str
    command: str = "add_comment"
    opening: str = ""
    """What the kept text begins with."""


@dataclass(frozen=True, slots=True)
class Said:
    """The comment that was kept, with the plan and the task it belongs to; `again`: it had been kept just before."""

    comment: Comment
    plan: Plan
    task: Task
    again: bool = False


def say(connection: Connection, ids: IdSource, viewer: Viewer, saying: Saying, now: datetime) -> Said:
    """Keep the comment, once where a button was pressed twice. Raises NotFound, Forbidden (may not see it), FormRefused
    (empty or too long a text)."""
    text = nfc(saying.text).strip()
    if not text or len(text) > LONGEST:
        why = f"Ý kiến dài quá {LONGEST} ký tự; hãy viết gọn lại." if text else "Hãy gõ ý kiến rồi gửi."
        raise refused("noi_dung", why)
    task = task_seen(connection, viewer, saying.task_id, lock=True)
    run = run_seen(connection, viewer, task.run_id)
    plan = versions.compiled_for(connection, run, task).plan
    held = may_act(viewer, task)
    if held is None and not may_see(viewer, task, overseeing_matter(connection, viewer.tenant_id, plan, task.unit_id)):
        raise Forbidden(f"Việc “{task.title}” thuộc đơn vị khác; bạn cần giữ vai trò trong đợt để trao đổi.")
    capacity = held.capacity if held else next((p.capacity for p in viewer.positions), "Quản trị")
    comment = Comment(ids.new(), task.run_id, task.id, task.entry_id, viewer.person_id, capacity, now,
                      saying.opening + text)
    if kept := comments.same_since(connection, comment, now - PRESSED_TWICE):
        return Said(replace(comment, id=kept), plan, task, again=True)
    comments.add(connection, comment)
    record(connection, Act(saying.command, now, viewer.person_id, capacity, task.id, run_id=task.run_id))
    return Said(comment, plan, task)
