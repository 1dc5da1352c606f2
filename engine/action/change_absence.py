"""An absence is ended before its last day, or goes on otherwise: what has been stays on record as it was."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.leaving import Leaving, leaving, told_of
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import absences
from engine.store.database import Database
from engine.store.managing_right import OUTSIDE
from engine.work.absence import Absence, Leave
from engine.work.people import Conflict, NotFound, Viewer


def end_absence(database: Database, ids: IdSource, viewer: Viewer, absence_id: str, now: datetime) -> str:
    """From now on the person is there again. Raises NotFound, Forbidden, Conflict (it is over)."""
    with database.write() as connection:
        writing, found = _open(connection, ids, viewer, absence_id, now)
        absences.end(connection, found.id, viewer.person_id, now)
        writing.note("end_absence", found.id, found.leave)
        writing.tell([*_no_longer(writing, found.leave),
                      (found.person_id, f"{viewer.name} đã kết thúc kỳ vắng của bạn.")])
    return f"Đã kết thúc kỳ vắng của {writing.name}."


def change_absence(database: Database, ids: IdSource, viewer: Viewer, absence_id: str, leave: Leave,
                   now: datetime) -> str:
    """Other days or substitutes from now on; of an absence that has begun, the first day stays what it was.

    Raises NotFound, Forbidden, Conflict (it is over), FormRefused.
    """
    with database.write() as connection:
        writing, found = _open(connection, ids, viewer, absence_id, now)
        begun = found.leave.first_day <= local_day(now)
        wanted = replace(leave, first_day=local_day(now)) if begun else leave
        absences.end(connection, found.id, viewer.person_id, now)
        new = writing.keep(wanted, found.leave.substitutions)
        writing.note("change_absence", new.id, wanted)
        stay = set(wanted.substitutions) if wanted.last_day == found.leave.last_day else set()
        gone = [one for one in found.leave.substitutions if one.person_id not in
                {other.person_id for other in wanted.substitutions}]
        came = tuple(one for one in wanted.substitutions if one not in stay & set(found.leave.substitutions))
        writing.tell([*_no_longer(writing, replace(found.leave, substitutions=tuple(gone))),
                      *told_of(writing, replace(wanted, substitutions=came)),
                      (found.person_id, f"{viewer.name} đã sửa kỳ vắng của bạn.")])
    return f"Đã sửa kỳ vắng của {writing.name}: đến {wanted.last_day:%d/%m/%Y}."


def _open(connection: Connection, ids: IdSource, viewer: Viewer, absence_id: str,
          now: datetime) -> tuple[Leaving, Absence]:
    seen = absences.get(connection, viewer.tenant_id, absence_id)
    if seen is None:
        raise NotFound(OUTSIDE)
    writing = leaving(connection, ids, viewer, seen.person_id, now)
    found = absences.get(connection, viewer.tenant_id, absence_id)
    if found is None or found.over(local_day(now)):
        raise Conflict(f"Kỳ vắng này của {writing.name} đã hết; hãy tải lại trang.")
    return writing, found


def _no_longer(writing: Leaving, leave: Leave) -> list[tuple[str, str]]:
    return [(person, f"Bạn thôi làm thay {writing.name}.")
            for person in dict.fromkeys(one.person_id for one in leave.substitutions)]
