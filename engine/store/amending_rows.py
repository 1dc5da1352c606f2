"""The move of one instance becomes rows: its tasks, drafts, waits, timers, its state and version."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from engine.store import tasks
from engine.store.beside import with_beside
from engine.store.standings import Standing
from engine.store.tables import ballot_draft, draft, instance, timer, wait
from engine.work.amended_sheet import SheetChange
from engine.work.amendment import DraftChange, Moment, Move


def write_move(connection: Connection, standing: Standing, move: Move, now: datetime) -> None:
    """Everything that the move says, for the instance as it was read."""
    for change in move.changes:
        if change.before != change.after:
            tasks.amend(connection, change.after)
        if change.draft:
            _change_draft(connection, change.before.id, change.draft)
        for sheet in change.sheets:
            _change_sheet(connection, change.before.id, sheet)
    own = standing.instance
    if move.dropped:
        tasks.cancel(connection, own.id, [task.node for task in move.dropped], now)
    again = set(standing.dead.values())
    tasks.add(connection, [task for task in move.opened if task.id not in again])
    for task in move.opened:
        if task.id in again:
            tasks.amend(connection, task)
    _set_waits(connection, own.run_id, own.id, dict(move.waits or {}))
    _set_timers(connection, own.id, move.timers)
    if not move.reason:
        connection.execute(update(instance).where(instance.c.id == own.id).values(
            state=move.state, status=move.status, version_id=None, rev=own.rev + 1))


def _change_draft(connection: Connection, task_id: str, change: DraftChange) -> None:
    kept = connection.execute(select(draft.c.beside).where(draft.c.task_id == task_id)).scalar()
    connection.execute(update(draft).where(draft.c.task_id == task_id).values(
        forms=json.dumps(change.forms, ensure_ascii=False, sort_keys=True),
        beside=with_beside(kept, change.beside)))
    if change.percent is not None:
        tasks.set_percent(connection, task_id, change.percent)


def _change_sheet(connection: Connection, task_id: str, change: SheetChange) -> None:
    own = (ballot_draft.c.task_id == task_id, ballot_draft.c.person_id == change.person_id)
    kept = connection.execute(select(ballot_draft.c.beside).where(*own)).scalar()
    connection.execute(update(ballot_draft).where(*own).values(
        scores=json.dumps(change.scores, ensure_ascii=False, sort_keys=True),
        beside=with_beside(kept, change.beside)))


def _set_waits(connection: Connection, run_id: str, instance_id: str, waits: dict[str, str]) -> None:
    connection.execute(delete(wait).where(wait.c.instance_id == instance_id))
    if waits:
        connection.execute(insert(wait), [
            {"instance_id": instance_id, "node": node, "run_id": run_id, "message": message}
            for node, message in waits.items()])


def _set_timers(connection: Connection, instance_id: str, timers: Sequence[Moment]) -> None:
    connection.execute(delete(timer).where(timer.c.instance_id == instance_id))
    if timers:
        connection.execute(insert(timer), [
            {"instance_id": instance_id, "node": one.node, "rule": one.rule, "due_at": one.due_at} for one in timers])

