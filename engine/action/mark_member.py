"""The chair notes that a member is absent or takes no part, or takes the note back."""

from dataclasses import dataclass
from datetime import datetime

from engine.action.chairing import Chaired, conduct
from engine.base.ids import IdSource
from engine.store import ballots
from engine.store.ballots import Mark
from engine.store.database import Database
from engine.work.people import Conflict, Forbidden, Viewer, refused
from engine.work.vote import Member

_WORDS = {"absent": "vắng mặt", "recused": "không tham gia"}


@dataclass(frozen=True, slots=True)
class Marking:
    """`kind`: absent, recused, or None to take the note back. `everywhere`: in all open votes of the step."""

    person_id: str
    kind: str | None
    reason: str = ""
    everywhere: bool = False


def mark_member(database: Database, ids: IdSource, viewer: Viewer, task_id: str, marking: Marking,
                now: datetime) -> str:
    """The sentence to show. A vote that waited for nobody else is counted.

    Raises NotFound, Forbidden (not the chair), Conflict (over, the member has voted), FormRefused (no reason).
    """
    if marking.kind is not None and not marking.reason.strip():
        raise refused("ly_do", "Chưa ghi lý do; biên bản nêu lý do này.")
    name = ""

    def deed(found: Chaired) -> bool:
        nonlocal name
        member = _member(found, marking.person_id)
        name = member.name
        return _mark(found, member, marking, viewer.person_id)

    conduct(database, ids, viewer, task_id, "mark_member", deed, now)
    done = 1
    for other in _others(database, viewer, task_id) if marking.everywhere else ():
        try:
            done += conduct(database, ids, viewer, other, "mark_member", deed, now)
        except (Conflict, Forbidden):
            continue
    what = f"là {_WORDS[marking.kind]}" if marking.kind else "tham gia trở lại"
    return f"Đã ghi {name} {what} ở {done} phiếu đang mở."


def _others(database: Database, viewer: Viewer, task_id: str) -> list[str]:
    with database.read() as connection:
        return ballots.open_beside(connection, viewer.tenant_id, task_id)


def _member(found: Chaired, person_id: str) -> Member:
    member = next((one for one in found.state.roll.members if one.person_id == person_id), None)
    if member is None:
        raise Conflict(f"Người này không phải thành viên của việc “{found.task.title}”.")
    if member.state == "voted":
        raise Conflict(f"{member.name} đã bỏ phiếu ở việc “{found.task.title}” nên không ghi khác đi được.")
    if member.state == "replaced":
        raise Conflict(f"{member.name} đã có người thay ở việc “{found.task.title}”.")
    return member


def _mark(found: Chaired, member: Member, marking: Marking, by: str) -> bool:
    connection, task = found.scene.connection, found.task
    if marking.kind is None:
        ballots.unmark(connection, task.id, member.person_id)
        return member.state in _WORDS
    ballots.mark(connection, [Mark(task.id, member.person_id, marking.kind, marking.reason.strip(), by,
                                   found.scene.now)])
    return True
