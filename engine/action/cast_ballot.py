"""A member hands in a ballot; with the last one needed the task is done."""

from collections.abc import Mapping
from datetime import datetime

from engine.action.casting import BALLOT, Counted, close_vote, state_of
from engine.action.closing import Completed, told_all
from engine.action.holding import lock_task, right_to, still_open
from engine.action.rounds import waiting_ended
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.store import ballots
from engine.store.audit import Act, record
from engine.store.ballots import Ballot
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.instances import Instance
from engine.store.vote_state import VoteState, rules_of
from engine.work.appraisal import clean_scores, criteria_of
from engine.work.form import FieldError
from engine.work.people import Conflict, Forbidden, FormRefused, Viewer
from engine.work.task import Task
from engine.work.vote import Sheet, read_sheet
from engine.work.words import number_text

_OUT = {"absent": "vắng mặt", "recused": "không tham gia", "replaced": "đã có người thay"}


@done_again
def cast_ballot(database: Database, ids: IdSource, viewer: Viewer, task_id: str, given: Mapping[str, object],
                note: str | None, now: datetime) -> Completed:
    """Keep the member's ballot, in place of an earlier one unless the vote is secret; count when nobody is waited for.

    A sheet that no chosen members fill (a unit scores itself) is closed by whoever of the unit hands it in first. What
    the ballots amount to is kept among the answers of the step, under the id of the criteria set or `phieu`.

    Raises NotFound, Forbidden (no member), Conflict (closed; no ballot), FormRefused (something is missing or wrong).
    """
    with on_record(database, ids, viewer, "cast_ballot", now), database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        held = right_to(viewer, task)
        if task.act != "ballot":
            raise Conflict(f"Việc “{task.title}” không làm bằng phiếu; hãy điền biểu mẫu rồi gửi.")
        still_open(connection, task)
        scene.actor = Actor(viewer.person_id, held.capacity)
        before = state_of(scene, task, instance) if task.persons else None
        if before:
            _may_vote(scene, task, before, viewer.person_id)
        sheet = _checked(scene, task, instance, before, given)
        _keep(scene, task, viewer.person_id, sheet, note)
        record(connection, Act("cast_ballot", now, viewer.person_id, held.capacity, task.id,
                               detail={"step": task.step, "version": scene.run.version_id}, run_id=scene.run.id))
        done = _after(scene, task, instance)
    told_all(database, ids, scene)
    return done


def _after(scene: Scene, task: Task, instance: Instance) -> Completed:
    if not task.persons:
        return Completed(_said(task, f"Đã gửi “{task.title}”", close_vote(scene, task, instance)))
    state = state_of(scene, task, instance)
    if not state.over(waiting_ended(scene, task)):
        return Completed(_still_missing(scene, task, state))
    waiting = state.roll.of("waiting")
    return Completed(_said(task, f"Đã nhận phiếu của bạn; {'đã đủ túc số' if waiting else 'tất cả thành viên đã chấm'}"
                           if state.vote.how == "scores" else "Đã nhận phiếu của bạn; đã đủ phiếu",
                           close_vote(scene, task, instance, state)))


def _may_vote(scene: Scene, task: Task, state: VoteState, person_id: str) -> None:
    """Raises Forbidden for a member who takes no part, Conflict where the ballot cannot be changed any more."""
    own = next((one for one in state.roll.members if one.person_id == person_id), None)
    if own is None:
        raise Forbidden(f"Việc “{task.title}” do từng thành viên bỏ phiếu; không ai bỏ phiếu thay.")
    if own.state in _OUT:
        reason = f" ({own.reason})" if own.reason else ""
        raise Forbidden(f"Bạn được ghi là {_OUT[own.state]} ở việc “{task.title}”{reason} nên không bỏ phiếu; "
                        "nếu ghi nhầm, báo chủ toạ bỏ ghi.")
    if state.vote.secret and own.state == "voted":
        raise Conflict(f"Bạn đã bỏ phiếu kín ở việc “{task.title}”; phiếu kín không mở ra nên không đổi được.")
    if state.vote.how != "scores" and state.over(waiting_ended(scene, task)):
        raise Conflict(f"Việc “{task.title}” đã kiểm phiếu, số phiếu ngang nhau; chủ toạ quyết định.")


def _keep(scene: Scene, task: Task, person_id: str, sheet: Sheet, note: str | None) -> None:
    if rules_of(scene.plan.step(task.step)).secret and task.persons:
        ballots.put_in_box(scene.connection, task.id, person_id, sheet, scene.now)
    else:
        ballots.save(scene.connection, task.id, Ballot(person_id, sheet, (note or "").strip() or None, scene.now))


def _still_missing(scene: Scene, task: Task, state: VoteState) -> str:
    roll = state.roll
    quorum = ""
    if state.quorum and scene.plan.step(task.step).cut_off:
        quorum = f" Hết ngày chốt, {roll.needed(state.quorum)} phiếu là đủ túc số."
    if not roll.of("waiting"):
        return f"Đã nhận phiếu của bạn; chưa đủ túc số: {roll.voted}/{roll.needed(state.quorum)} phiếu."
    change = "Phiếu kín đã bỏ thì không đổi." if state.vote.secret else "Bạn có thể sửa phiếu đến khi đủ phiếu."
    return f"Đã nhận phiếu của bạn; còn chờ {len(roll.of('waiting'))} thành viên. {change}{quorum}"


def _said(task: Task, start: str, found: Counted) -> str:
    tally, scores = found.tally, found.scores
    if tally is None:
        if scores is None or scores.band is None:
            return f"{start}."
        return f"{start}. Tổng điểm {number_text(scores.total or 0)}, xếp loại {scores.band.name}."
    if not found.closed:
        return f"{start}, số phiếu ngang nhau."
    return f"{start}. Kết quả: {'thông qua' if tally.passed else 'không thông qua'}."


def _checked(scene: Scene, task: Task, instance: Instance, state: VoteState | None,
             given: Mapping[str, object]) -> Sheet:
    if state and state.vote.how != "scores":
        sheet, mistake = read_sheet(state.vote, state.options, given)
        if mistake:
            raise FormRefused((FieldError(BALLOT, "phieu", None, None, mistake),), {BALLOT: given})
        return sheet
    criteria_set = scene.plan.step(task.step).criteria
    if criteria_set is None:
        return {}
    scores, errors = clean_scores(criteria_of(scene.plan, criteria_set, scene.context(instance)), given)
    if errors:
        found = tuple(FieldError(BALLOT, criterion, None, None, says) for criterion, says in errors.items())
        raise FormRefused(found, {BALLOT: given})
    return scores
