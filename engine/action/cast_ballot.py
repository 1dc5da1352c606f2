"""A member hands in a ballot; with the last member's the task is done."""

from collections.abc import Mapping
from datetime import datetime

from engine.action.closing import Completed, Given, close_task
from engine.action.holding import lock_task, right_to, still_open
from engine.action.scene import Actor, Scene
from engine.base.ids import IdSource
from engine.store import answers as kept
from engine.store import tasks
from engine.store.answers import Ballot
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.instances import Instance
from engine.work.appraisal import Appraisal, Scores, appraise, clean_scores, criteria_of
from engine.work.form import FieldError
from engine.work.people import Conflict, FormRefused, Viewer
from engine.work.route import element_of
from engine.work.task import Task
from engine.work.words import number_text

BALLOT = "phieu"
"""The form id under which the mistakes of a ballot are told."""


def cast_ballot(database: Database, ids: IdSource, viewer: Viewer, task_id: str, scores: Mapping[str, object],
                note: str | None, now: datetime) -> Completed:
    """Keep the member's scores, in place of earlier ones; close the task when every member has voted.

    A sheet that no chosen members fill (a unit scores itself) is closed by whoever of the unit hands it in first. What
    the sheet amounts to is kept among the answers of the step, under the id of the criteria set.

    Raises NotFound, Forbidden (no member), Conflict (closed; no ballot), FormRefused (a score is missing or wrong).
    """
    with database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        held = right_to(viewer, task)
        if task.act != "ballot":
            raise Conflict(f"Việc “{task.title}” không làm bằng phiếu; hãy điền biểu mẫu rồi gửi.")
        still_open(connection, task)
        scene.actor = Actor(viewer.person_id, held.capacity)
        given = _checked(scene, task, instance, scores)
        kept.save_ballot(connection, task.id, Ballot(viewer.person_id, given, (note or "").strip() or None, now))
        record(connection, Act("cast_ballot", now, viewer.person_id, held.capacity, task.id,
                               detail={"step": task.step, "version": scene.run.version_id}, run_id=scene.run.id))
        ballots = kept.ballots_of(connection, task)
        missing = len(task.persons) - len(ballots)
        if missing > 0:
            said = f"Đã nhận phiếu của bạn; còn chờ {missing} thành viên. Bạn có thể sửa phiếu đến khi đủ phiếu."
            return Completed(tasks.next_for(connection, viewer), said)
        node = scene.compiled.processes[instance.scope].node(element_of(task.node))
        found = _result(scene, task, instance, ballots)
        forms = {scene.plan.step(task.step).criteria or BALLOT: found.answers} if found else {}
        close_task(scene, task, instance, Given(node.outcomes[0], forms, average=found.percent if found else None))
        return Completed(tasks.next_for(connection, viewer), _done(task, found))


def _done(task: Task, found: Appraisal | None) -> str:
    said = "Đã nhận phiếu của bạn; tất cả thành viên đã chấm." if task.persons else f"Đã gửi “{task.title}”."
    if found is None or found.band is None:
        return said
    return f"{said} Tổng điểm {number_text(found.total or 0)}, xếp loại {found.band.name}."


def _checked(scene: Scene, task: Task, instance: Instance, given: Mapping[str, object]) -> Scores:
    criteria_set = scene.plan.step(task.step).criteria
    if criteria_set is None:
        return {}
    scores, errors = clean_scores(criteria_of(scene.plan, criteria_set, scene.context(instance)), given)
    if errors:
        found = tuple(FieldError(BALLOT, criterion, None, None, says) for criterion, says in errors.items())
        raise FormRefused(found, {BALLOT: given})
    return scores


def _result(scene: Scene, task: Task, instance: Instance, ballots: list[Ballot]) -> Appraisal | None:
    """What the sheets amount to; None where the step has no criteria."""
    criteria_set = scene.plan.step(task.step).criteria
    if criteria_set is None:
        return None
    return appraise(scene.plan, criteria_set, [cast.scores for cast in ballots], scene.context(instance))
