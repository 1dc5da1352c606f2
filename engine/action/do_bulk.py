"""What was asked for several tasks is done to one after the other, each in its own transaction, by the same rules."""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.action.complete_task import complete_task
from engine.action.delegate_task import delegate_task
from engine.action.grant_extension import grant_extension
from engine.action.record_refusal import record_refusal
from engine.action.stuck import MISTAKES, reason_of
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import bulk, tasks
from engine.store.bulk import Bulk, Item
from engine.store.database import Database
from engine.store.people import viewer_of_person
from engine.work.bulk import BulkAct
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound, Viewer

_COMMANDS: Mapping[BulkAct, str] = {
    "outcome": "complete_task", "delegate": "delegate_task", "extend": "grant_extension"}


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
        return "done", _done(database, ids, viewer, found, item, now)
    except (Forbidden, NotFound) as refused:
        record_refusal(database, viewer, _COMMANDS[found.act], item.task_id, str(refused), now)
        return "refused", str(refused)
    except MISTAKES as mistake:
        return "refused", f"Chưa làm được: {reason_of(mistake)}. Báo người quản trị kèm tên việc này."
    except (Conflict, FormRefused) as refused:
        return ("done", "Đã làm.") if _stands(database, viewer, found, item) else ("refused", str(refused))


def _stands(database: Database, viewer: Viewer, found: Bulk, item: Item) -> bool:
    """Whether the task is as was asked: somebody who went on with the command was stopped before saying so."""
    if found.act == "outcome":
        return False
    with database.read() as connection:
        task = tasks.get(connection, viewer.tenant_id, item.task_id)
    if task is None or task.status != "open":
        return False
    if found.act == "extend":
        return task.last_day == found.day
    return (task.claimed_by, task.delegated_by) == (found.other, viewer.person_id)


def _done(database: Database, ids: IdSource, viewer: Viewer, found: Bulk, item: Item, now: datetime) -> str:
    if found.act == "delegate":
        return delegate_task(database, ids, viewer, item.task_id, item.rev, found.other or "", found.reason, now)
    if found.act == "extend":
        return grant_extension(database, ids, viewer, item.task_id, item.rev, found.day, found.reason, now)
    return complete_task(database, ids, viewer, item.task_id, item.rev, item.outcome, {}, found.reason,
                         f"{found.id}-{item.place}", now).message
