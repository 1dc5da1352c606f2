"""A vote that is over: what the ballots amount to closes the task; a tie waits for the chair or is voted on again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.action.closing import close_task
from engine.action.done_names import Given
from engine.action.scene import Scene
from engine.action.vote_closing import keep_closing
from engine.action.vote_notices import tell_chair, tell_members
from engine.bpmn.graph import Outcome
from engine.store import ballots
from engine.store.ballots import Mark
from engine.store.instances import Instance
from engine.store.standpoint import Standpoint
from engine.store.vote_state import VoteState, cast_sheets, scored, vote_state
from engine.work.appraisal import Appraisal
from engine.work.route import element_of
from engine.work.task import Task
from engine.work.vote import NOBODY, Tally, with_earlier

BALLOT = "phieu"
"""The form id under which the result of a vote without criteria, and the mistakes of a ballot, are told."""
BY_CHAIR, NONE_OF_TIED = "chu_toa_quyet_dinh", "khong_lay_muc_ngang_phieu"


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of counting: a result of score sheets or a tally. `closed`: the task is done."""

    closed: bool
    scores: Appraisal | None = None
    tally: Tally | None = None


def state_of(scene: Scene, task: Task, instance: Instance) -> VoteState:
    """Where the vote stands in this transaction."""
    return vote_state(scene.connection, task, _standpoint(scene, instance))


def close_vote(scene: Scene, task: Task, instance: Instance, state: VoteState | None = None,
               decided: Sequence[str] = ()) -> Counted:
    """Count the ballots of a vote that is over; `decided`: what the chair says of a tie.

    Without `state` a unit has filled the sheet and there is nobody to be called.
    """
    step = scene.plan.step(task.step)
    sheets = cast_sheets(scene.connection, step, task)
    if state is None or state.vote.how == "scores":
        found = scored(scene.plan, step, sheets, scene.context(instance)) if step.criteria else None
        forms = {step.criteria or BALLOT: found.answers} if found else {}
        percent, passed = (found.percent, found.proposal) if found else (None, None)
        if state:
            keep_closing(scene, task, state.roll)
        close_task(scene, task, instance, Given(_outcome(scene, task, instance), forms, average=percent, passed=passed))
        return Counted(True, scores=found)
    tally = state.tally(sheets, decided)
    if tally.passed is None:
        return _undecided(scene, task, state, tally)
    answers = {**with_earlier(state.earlier, tally.answers), BY_CHAIR: bool(decided),
               **({NONE_OF_TIED: True} if NOBODY in decided else {})}
    passed = answers["thong_qua"] is True
    keep_closing(scene, task, state.roll)
    close_task(scene, task, instance, Given(_outcome(scene, task, instance), {BALLOT: answers}, passed=passed))
    return Counted(True, tally=replace(tally, passed=passed))


def _undecided(scene: Scene, task: Task, state: VoteState, tally: Tally) -> Counted:
    if state.vote.tie == "again":
        ballots.hold_again(scene.connection, task.id, tally.answers, scene.now)
        tell_members(scene, task, state.roll)
    else:
        _wait_no_longer(scene, task, state)
        tell_chair(scene, task)
    return Counted(False, tally=tally)


def _wait_no_longer(scene: Scene, task: Task, state: VoteState) -> None:
    """The ballots were counted without those who had not voted: only the chair's word is missing now."""
    ballots.mark(scene.connection, [
        Mark(task.id, one.person_id, "absent", "không bỏ phiếu đến lúc kiểm phiếu", None, scene.now)
        for one in state.roll.of("waiting")])


def _outcome(scene: Scene, task: Task, instance: Instance) -> Outcome:
    return scene.compiled.processes[instance.scope].node(element_of(task.node)).outcomes[0]


def _standpoint(scene: Scene, instance: Instance) -> Standpoint:
    entry = scene.entry(instance.entry_id) if instance.entry_id else None
    return Standpoint(scene.plan, scene.run.id, scene.run.tenant_id, scene.unit_of(instance), entry, scene.today)
