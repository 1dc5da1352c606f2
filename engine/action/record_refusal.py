"""Put a refused attempt into the audit, in a transaction of its own: the refused command's was rolled back."""

from datetime import datetime

from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Viewer


def record_refusal(database: Database, viewer: Viewer, command: str, subject: str, reason: str, now: datetime) -> None:
    """`command` and `subject` say what was tried on what; `reason` is the sentence the person was shown."""
    with database.write() as connection:
        record(connection, Act(
            command, now, viewer.person_id, subject=subject, outcome="refused", detail={"reason": reason}))
