"""A person will be away: from when to when, who holds which position meanwhile."""

from datetime import datetime

from engine.action.leaving import Leaving, leaving, told_of
from engine.base.ids import IdSource
from engine.store import absences
from engine.store.database import Database
from engine.work.absence import Leave
from engine.work.people import Viewer


def enter_absence(database: Database, ids: IdSource, viewer: Viewer, person_id: str, leave: Leave,
                  now: datetime) -> str:
    """A sentence for the person who enters it, of oneself or of somebody of the own subtree; substitutes are told.

    Raises NotFound, Forbidden (no say over that person; another's position), FormRefused (days, substitutes).
    """
    with database.write() as connection:
        writing = leaving(connection, ids, viewer, person_id, now)
        new = writing.keep(leave)
        writing.note("enter_absence", new.id, leave)
        until = f"từ {leave.first_day:%d/%m/%Y} đến {leave.last_day:%d/%m/%Y}"
        writing.tell([*told_of(writing, leave), (person_id, f"{viewer.name} đã ghi bạn vắng {until}.")])
        return f"Đã ghi {writing.name} vắng {until}.{_left_alone(writing, leave)}"


def _left_alone(writing: Leaving, leave: Leave) -> str:
    """Whom the person was to stand in for in those days."""
    stood_in = absences.stood_in_by(writing.connection, writing.person_id, leave.first_day)
    names = sorted({writing.people[one.person_id].name for one in stood_in
                    if one.person_id in writing.people and one.leave.meets(leave.first_day, leave.last_day)})
    return f" Trong kỳ này người ấy đang được giao làm thay {', '.join(names)}; hãy chọn người khác." if names else ""
