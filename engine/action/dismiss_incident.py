"""A person puts an incident aside: nothing is tried any more, and the reason is on record."""

from datetime import datetime

from engine.action.handling import handled
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import incidents
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Viewer, refused

LONGEST = 500


def dismiss_incident(database: Database, ids: IdSource, viewer: Viewer, incident_id: str, note: str,
                     now: datetime) -> None:
    """`note` says why. Raises NotFound, Forbidden (coordinator and administrators alone), Conflict (not open any
    more), FormRefused (no note)."""
    said = nfc(" ".join(note.split()))
    with database.write() as connection:
        held = handled(connection, ids, viewer, incident_id, now)
        if not said or len(said) > LONGEST:
            why = "Lý do dài quá 500 ký tự; hãy viết gọn lại." if said else "Hãy ghi lý do bỏ qua sự cố này."
            raise refused("ly_do", why)
        incidents.end(connection, held.incident, "dismissed", viewer.person_id, now, said)
        record(connection, Act(
            "dismiss_incident", now, viewer.person_id, held.capacity, incident_id, run_id=held.incident.trouble.run_id,
            detail={"node": held.incident.trouble.node, "command": held.incident.trouble.command, "note": said}))
