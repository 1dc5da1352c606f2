"""What the clock brings: timers of the flow, cut-offs of waiting, and the ladder of reminders; each once."""

from dataclasses import dataclass
from datetime import datetime

from engine.action.fire_timer import fire_timer
from engine.action.retry_incident import heal_incidents
from engine.action.urge_due import urge_due
from engine.base.ids import IdSource
from engine.store import instances
from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class Fired:
    """What was done. `more`: a page was full, so there may be more to do at once."""

    timers: int = 0
    cut_offs: int = 0
    notices: int = 0
    letters: int = 0
    more: bool = False


def fire_due(database: Database, ids: IdSource, now: datetime, page: int = 500) -> Fired:
    """Do one page of everything that is due, for rehearsals, sample data and tests: workers do it by jobs.

    Killed half-way, or run by two at once, nothing is done twice.
    """
    with database.read() as connection:
        due = instances.timers_due(connection, now, page)
    fired = [fire_timer(database, ids, run_id, instance_id, node, now) for run_id, instance_id, node in due]
    heal_incidents(database, ids, now, page)
    urged = urge_due(database, ids, now, page)
    return Fired(fired.count("timer"), fired.count("cut_off"), urged.notices, urged.letters,
                 len(due) == page or urged.tasks == page)
