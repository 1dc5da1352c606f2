"""The tasks of one command end one after the other, each in its own transaction and by the same rules as alone."""

from collections.abc import Callable
from datetime import datetime

from engine.action.complete_task import complete_task
from engine.action.record_refusal import record_refusal
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import bulk
from engine.store.bulk import Bulk, Item
from engine.store.database import Database
from engine.store.people import viewer_of_person
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound, Viewer


def do_bulk(database: Database, ids: IdSource, bulk_id: str, now: Callable[[], datetime],
            go_on: Callable[[], bool] = lambda: True) -> bool:
    """Go on with the command until nothing waits, it is paused or stopped, or `go_on` says no; True at its end.

    Two who go on with it at once do nothing twice: each task is sent with a key of its own.
    """
    while go_on():
        with database.read() as connection:
            found = bulk.get(connection, bulk_id)
            item = bulk.next_item(connection, bulk_id)
            viewer = viewer_of_person(connection, found.person_id, local_day(now())) if found else None
        if found is None or item is None:
            break
        status, says = _do(database, ids, viewer, found, item, now())
        with database.write() as connection:
            bulk.end_item(connection, bulk_id, item.place, status, says)
    else:
        return False
    with database.write() as connection:
        if found is not None and found.status == "running":
            bulk.set_status(connection, bulk_id, "done", ["running"])
    return True


def _do(database: Database, ids: IdSource, viewer: Viewer | None, found: Bulk, item: Item,
        now: datetime) -> tuple[str, str]:
    """Status and sentence of one task. The right to act is looked at now, whatever it was when it was asked for."""
    if viewer is None:
        return "refused", "Tài khoản của bạn đã đóng."
    try:
        done = complete_task(database, ids, viewer, item.task_id, item.rev, item.outcome, {}, found.reason,
                             f"{found.id}-{item.place}", now)
    except (Forbidden, NotFound) as refused:
        record_refusal(database, viewer, "complete_task", item.task_id, str(refused), now)
        return "refused", str(refused)
    except (Conflict, FormRefused) as refused:
        return "refused", str(refused)
    return "done", done.message
