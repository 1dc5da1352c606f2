"""A person puts an incident aside: nothing is tried any more, and the reason is on record."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.handling import handled
from engine.base.text import nfc
from engine.store import incidents, jobs, messages
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.messages import Arrived
from engine.work.incident import Trouble
from engine.work.people import Viewer, refused

LONGEST = 500


def dismiss_incident(database: Database, viewer: Viewer, incident_id: str, note: str,
                     now: datetime) -> None:
    """`note` says why. Raises NotFound, Forbidden (coordinator and administrators alone), Conflict (not open any
    more), FormRefused (no note). The row of a job that was given up goes with its incident: what the job was to do is
    taken up again when it is due again. A message that was given up is closed: what was said after it is heard.
    """
    said = nfc(" ".join(note.split()))
    with database.write() as connection:
        held = handled(connection, viewer, incident_id)
        if not said or len(said) > LONGEST:
            why = "Lý do dài quá 500 ký tự; hãy viết gọn lại." if said else "Hãy ghi lý do bỏ qua sự cố này."
            raise refused("ly_do", why)
        trouble = held.incident.trouble
        incidents.end(connection, held.incident, "dismissed", viewer.person_id, now, said)
        if trouble.command == "job":
            jobs.forget(connection, trouble.subject)
        _close_message(connection, trouble, f"đã bỏ qua sự cố: {said}", now)
        of_job = {key: trouble.detail[key] for key in ("kind", "key") if trouble.command == "job"}
        record(connection, Act(
            "dismiss_incident", now, viewer.person_id, held.capacity, incident_id, run_id=trouble.run_id,
            detail={"node": trouble.node, "command": trouble.command, "note": said, **of_job}))


def _close_message(connection: Connection, trouble: Trouble, why: str, now: datetime) -> None:
    found = messages.given_up(connection, trouble.instance_id, trouble.node) if trouble.instance_id else None
    if found:
        messages.arrived(connection, [Arrived(found.message, "closed", why)], now)
