"""A task on its way between colleagues: held, its right checked, the act kept and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import seated, still_open, task_seen
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import notices, task_acts
from engine.store.audit import Act, record
from engine.store.notices import Notice
from engine.store.task_acts import Kind, TaskAct
from engine.work.access import may_act
from engine.work.people import Conflict, Held, Viewer, refused
from engine.work.task import Task

LONGEST_WORD = 1000
_FIRST_LEVEL = -100
"""Notices about acts count downwards from here: no rung of a ladder, and no difficulty, has such a level."""


@dataclass(frozen=True, slots=True)
class Handing:
    """An open task, its row held, with the position in which the viewer acts on it."""

    connection: Connection
    ids: IdSource
    viewer: Viewer
    task: Task
    held: Held
    now: datetime

    def keep(self, kind: Kind, other: str | None = None, text: str | None = None) -> None:
        """The act goes into the task's history and on record."""
        given = TaskAct(kind, self.viewer.person_id, self.held.capacity, self.now, other, text)
        task_acts.add(self.connection, self.ids.new(), self.task, given)
        self.note(f"{kind}_task", {"to": other} if other else {})

    def note(self, command: str, detail: Mapping[str, object]) -> None:
        """The command goes on record."""
        record(self.connection, Act(command, self.now, self.viewer.person_id, self.held.capacity, self.task.id,
                                    detail=detail, run_id=self.task.run_id))

    def tell(self, person_id: str, text: str) -> None:
        """The person hears of the act that was kept last."""
        level = _FIRST_LEVEL - task_acts.count(self.connection, self.task)
        notices.add(self.connection, [Notice(
            self.ids.new(), self.task.id, self.task.run_id, level, local_day(self.now), person_id, "inbox",
            "information", text, self.now)])


def taken_up(connection: Connection, ids: IdSource, viewer: Viewer, task_id: str, rev: int, now: datetime) -> Handing:
    """For who sits where the task lies, or has it in hand. Raises NotFound, Forbidden, Conflict."""
    task = task_seen(connection, viewer, task_id, lock=True)
    held = may_act(viewer, task) or seated(viewer, task)
    still_open(connection, task, rev)
    if task.act == "ballot":
        raise Conflict(f"Việc “{task.title}” làm bằng phiếu: mỗi thành viên tự gửi phiếu của mình.")
    return Handing(connection, ids, viewer, task, held, now)


def word_of(text: str | None, field: str) -> str | None:
    """The word that goes with an act; raises FormRefused when it is too long."""
    said = nfc(text or "").strip() or None
    if said and len(said) > LONGEST_WORD:
        raise refused(field, f"Lời nhắn dài quá {LONGEST_WORD} ký tự; hãy viết gọn lại.")
    return said
