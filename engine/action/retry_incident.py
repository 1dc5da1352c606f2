"""What an incident stopped is tried again: by a person, or by itself when its moment has come; with one effect."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.attempt import Attempt, attempt
from engine.action.handling import Handled, handled, handled_by_itself
from engine.action.stuck import CANNOT_GO_ON, MISTAKES, Stuck, reason_of
from engine.base.ids import IdSource
from engine.store import incidents
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.work.incident import Status
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class Retried:
    """How the incident stands now, "open" when the try failed as well; and a sentence to show."""

    status: Status
    message: str


_SAID: dict[Status, str] = {
    "retried": "Đã làm lại xong; sự cố được gỡ.",
    "resolved": "Không còn gì vướng ở đây; sự cố được gỡ. Việc nào chưa gửi được thì nay gửi lại được.",
}


@done_again
def retry_incident(database: Database, ids: IdSource, viewer: Viewer, incident_id: str, now: datetime) -> Retried:
    """One more try. Raises NotFound, Forbidden (coordinator and administrators alone), Conflict (not open any more)."""
    try:
        with database.write() as connection:
            held = handled(connection, viewer, incident_id)
            status = _tried(connection, ids, held, viewer.person_id, now)
            record(connection, Act("retry_incident", now, viewer.person_id, held.capacity, incident_id,
                                   run_id=held.incident.trouble.run_id, detail=_detail(held)))
        return Retried(status, _SAID[status])
    except Stuck as stuck:
        with database.write() as connection:
            held = handled(connection, viewer, incident_id)
            _failed(connection, held, stuck, now)
            record(connection, Act("retry_incident", now, viewer.person_id, held.capacity, incident_id, "refused",
                                   {**_detail(held), "reason": stuck.trouble.reason}, held.incident.trouble.run_id))
        return Retried("open", f"Đã thử lại nhưng vẫn chưa được: {stuck.trouble.reason}.")


def heal_incidents(database: Database, ids: IdSource, now: datetime, page: int) -> int:
    """Try what may go well by now, a page at most; how many incidents ended."""
    with database.read() as connection:
        due = incidents.due(connection, now, page)
    return sum(heal_incident(database, ids, incident_id, now) for incident_id in due)


@done_again
def heal_incident(database: Database, ids: IdSource, incident_id: str, now: datetime) -> bool:
    """Try the one incident, if its moment has come; whether it ended."""
    try:
        with database.write() as connection:
            held = handled_by_itself(connection, incident_id, now)
            if held is None:
                return False
            _tried(connection, ids, held, None, now)
            record(connection, Act("retry_incident", now, subject=incident_id, detail=_detail(held),
                                   run_id=held.incident.trouble.run_id))
            return True
    except Stuck as stuck:
        with database.write() as connection:
            held = handled_by_itself(connection, incident_id, now)
            if held is not None:
                _failed(connection, held, stuck, now)
        return False


def _tried(connection: Connection, ids: IdSource, held: Handled, by: str | None, now: datetime) -> Status:
    """Raises Stuck, also where a mistake of the program or a damaged row is what stops it."""
    try:
        status = attempt(Attempt(connection, ids, held.incident, held.run, now))
    except (*CANNOT_GO_ON, *MISTAKES) as problem:
        raise Stuck(replace(held.incident.trouble, reason=reason_of(problem))) from problem
    incidents.end(connection, held.incident, status, by, now)
    return status


def _failed(connection: Connection, held: Handled, stuck: Stuck, now: datetime) -> None:
    """The same incident, with the reason of this try."""
    before, found = held.incident.trouble, stuck.trouble
    trouble = replace(before, reason=found.reason, heals=found.heals, detail={**before.detail, **found.detail})
    incidents.failed_again(connection, held.incident, trouble, now)


def _detail(held: Handled) -> dict[str, object]:
    return {"node": held.incident.trouble.node, "command": held.incident.trouble.command}
