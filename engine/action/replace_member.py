"""The chair puts another person in the place of a member who has not voted, where the plan allows substitutes."""

from datetime import datetime

from engine.action.chairing import Chaired, conduct
from engine.base.ids import IdSource
from engine.store import ballots, tasks
from engine.store.ballots import Mark
from engine.store.database import Database
from engine.store.holders import people_of
from engine.work.people import Conflict, Viewer, refused


def replace_member(database: Database, ids: IdSource, viewer: Viewer, task_id: str, leaving: str, coming: str,
                   reason: str, now: datetime) -> str:
    """The sentence to show; `leaving` and `coming` are ids of persons.

    Raises NotFound, Forbidden (not the chair), Conflict (over, not allowed, has voted, is a member already),
    FormRefused (no reason, no person).
    """
    if not reason.strip():
        raise refused("ly_do", "Chưa ghi lý do; biên bản nêu lý do này.")
    said = ""

    def deed(found: Chaired) -> bool:
        nonlocal said
        said = _replace(found, leaving, coming, reason.strip(), viewer.person_id)
        return True

    conduct(database, ids, viewer, task_id, "replace_member", deed, now)
    return said


def _replace(found: Chaired, leaving: str, coming: str, reason: str, by: str) -> str:
    scene, task, connection = found.scene, found.task, found.scene.connection
    if not found.state.vote.substitutes:
        raise Conflict(f"Kế hoạch không cho thay thành viên ở việc “{task.title}”.")
    members = {one.person_id: one for one in found.state.roll.members}
    if leaving not in members or members[leaving].state in ("voted", "replaced"):
        raise Conflict(f"Người này đã bỏ phiếu hoặc không phải thành viên của việc “{task.title}” nên không thay được.")
    new = next((one for one in people_of(connection, scene.run.tenant_id) if one.id == coming), None)
    if new is None:
        raise refused("nguoi_thay", "Chưa chọn người thay.")
    if coming in members:
        raise Conflict(f"{new.name} đã là thành viên của việc “{task.title}”.")
    tasks.set_persons(connection, task.id, sorted({*task.persons, coming} - {leaving}))
    ballots.mark(connection, [Mark(task.id, leaving, "replaced", f"{reason}; {new.name} thay", by, scene.now)])
    return f"{new.name} thay {members[leaving].name} ở việc “{task.title}”."
