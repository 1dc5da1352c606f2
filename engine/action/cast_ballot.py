"""A member hands in a ballot; with the last one needed the task is done."""

from collections.abc import Mapping
from datetime import datetime

from engine.action.casting import BALLOT, close_vote
from engine.action.closing import Completed, told_all
from engine.action.holding import lock_task, right_to, still_open
from engine.action.rounds import enough_votes, votes_needed
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.store import answers as kept
from engine.store.answers import Ballot
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.instances import Instance
from engine.work.appraisal import Appraisal, Scores, clean_scores, criteria_of
from engine.work.form import FieldError
from engine.work.people import Conflict, FormRefused, Viewer
from engine.work.task import Task
from engine.work.words import number_text


def cast_ballot(database: Database, ids: IdSource, viewer: Viewer, task_id: str, scores: Mapping[str, object],
                note: str | None, now: datetime) -> Completed:
    """Keep the member's scores, in place of earlier ones; close the task when every member has voted.

    A sheet that no chosen members fill (a unit scores itself) is closed by whoever of the unit hands it in first. What
    the sheet amounts to is kept among the answers of the step, under the id of the criteria set.

    Raises NotFound, Forbidden (no member), Conflict (closed; no ballot), FormRefused (a score is missing or wrong).
    """
    with on_record(database, ids, viewer, "cast_ballot", now), database.write() as connection:
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
        if not enough_votes(scene, task, len(ballots)):
            return Completed(_still_missing(scene, task, len(ballots)))
        found = close_vote(scene, task, instance, ballots)
        done = Completed(_done(task, found, len(ballots)))
    told_all(database, ids, scene)
    return done


def _still_missing(scene: Scene, task: Task, votes: int) -> str:
    last = scene.plan.step(task.step).quorum
    enough = f" Hết ngày chốt, {votes_needed(scene, task)} phiếu là đủ túc số." if last else ""
    return (f"Đã nhận phiếu của bạn; còn chờ {len(task.persons) - votes} thành viên. "
            f"Bạn có thể sửa phiếu đến khi đủ phiếu.{enough}")


def _done(task: Task, found: Appraisal | None, votes: int) -> str:
    all_voted = "tất cả thành viên đã chấm" if votes >= len(task.persons) else "đã đủ túc số"
    said = f"Đã nhận phiếu của bạn; {all_voted}." if task.persons else f"Đã gửi “{task.title}”."
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
