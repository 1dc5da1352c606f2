"""An amendment is taken back, also half-way, as long as nobody has acted under it: every row is as it was before."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.deliver_messages import deliver_rest
from engine.action.moving import Movement
from engine.action.preview_amendment import right_to_amend
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.base.ids import IdSource
from engine.store import amendments, images, incidents, jobs, runs
from engine.store.acted_since import what_hinders
from engine.store.amendments import Trace
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, NotFound, Viewer


def reverse_amendment(database: Database, ids: IdSource, viewer: Viewer, amendment_id: str, now: datetime) -> None:
    """Dates, forms, titles, drafts and states as they were, in one transaction.

    One whose new plan cannot be read any more can be taken back: nothing here reads it. Raises NotFound, Forbidden,
    Conflict (not approved; not the last one; somebody has acted since: who, and when).
    """
    with database.write() as connection:
        found = amendments.get(connection, viewer.tenant_id, amendment_id)
        if found is None:
            raise NotFound("Không thấy bản sửa kế hoạch này trong phạm vi của bạn.")
        run = runs.lock(connection, found.run_id, exclusive=True)
        capacity = right_to_amend(connection, viewer, run)
        found = amendments.get(connection, viewer.tenant_id, amendment_id) or found
        hinders = what_hinders(connection, run, found)
        if hinders:
            raise Conflict(hinders)
        for trace in amendments.traces(connection, found.id):
            _take_back(connection, trace)
        _forget_jobs(connection, found.id, viewer, now)
        images.restore_run(connection, found.before)
        amendments.unpin(connection, run.id, found.from_id)
        amendments.change(connection, found.id, status="reversed", reversed_by=viewer.person_id, reversed_at=now)
        record(connection, Act("reverse_amendment", now, viewer.person_id, capacity, found.id, run_id=run.id,
                               detail={"from": found.to_id, "to": found.from_id}))
        scene = Scene(connection, ids, runs.lock(connection, run.id, exclusive=True), Actor(), now)
        if found.status == "applying":
            _count_again(scene)
    deliver_rest(database, ids, scene)


def _count_again(scene: Scene) -> None:
    """Who waits for everybody was not counted while the amendment was under way."""
    movement = Movement(scene)
    movement.changed = True
    settle(movement)


def _take_back(connection: Connection, trace: Trace) -> None:
    """Who stayed may have gone on by the old version: then only days are put back. Who still waits is as it was."""
    if trace.status == "waiting":
        return
    if trace.before is None:
        images.remove(connection, trace.instance_id)
    elif trace.status == "moved" or images.revision_in(trace.before) != trace.rev == trace.rev_now:
        images.restore(connection, trace.before)
    else:
        images.restore_days(connection, trace.before)


def _forget_jobs(connection: Connection, amendment_id: str, viewer: Viewer, now: datetime) -> None:
    """Nothing is left to be applied: what was given up goes, with its incident."""
    for job_id in jobs.dead_of(connection, "amendment", amendment_id):
        if told := incidents.about_job(connection, job_id):
            incidents.end(connection, told, "resolved", viewer.person_id, now)
        jobs.forget(connection, job_id)
