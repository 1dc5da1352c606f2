"""A person sends a task: one transaction from the row's lock to the last row it brings about."""

from datetime import datetime

from engine.action.closing import Completed, close_task, completed, outcome_for, told_all
from engine.action.done_names import Given
from engine.action.entering import paper_sent
from engine.action.holding import lock_task, right_to, still_open, subject
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.bpmn.graph import Outcome
from engine.store import answers as kept
from engine.store.asked import form_context, forms_of
from engine.store.database import Database
from engine.store.quotas import checked_on_sending, states_of
from engine.work.context import Answers, merged
from engine.work.draft import Change
from engine.work.form import FieldError, clean_all
from engine.work.people import Conflict, FormRefused, Viewer
from engine.work.task import Task

REASON_MISSING = FieldError("", "ly_do", None, None, "Hãy nêu lý do để nơi nhận biết cần bổ sung gì.")
LONGEST_REASON = 4000


def complete_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, outcome: str,
                  answers: Answers, reason: str | None, submit_key: str, now: datetime,
                  page: Change | None = None) -> Completed:
    """Close the task with that outcome and these answers; the same `submit_key` again returns the first result.

    Raises NotFound, Forbidden, Conflict (somebody was faster; a ballot is not sent so), FormRefused (every mistake),
    Unseen (others wrote into the draft what `page` does not hold).
    """
    with on_record(database, ids, viewer, "complete_task", now), database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        held = right_to(viewer, task)
        first = kept.by_key(connection, submit_key) if submit_key and task.status != "open" else None
        if first is not None and (first.task_id, first.by) == (task.id, viewer.person_id):
            return completed(scene, task, instance, outcome_for(scene, task, instance, first.outcome))
        still_open(connection, task, rev, answers)
        if task.act == "ballot":
            raise Conflict(f"Việc “{task.title}” được làm bằng phiếu của từng thành viên; hãy gửi phiếu của bạn.")
        scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
        chosen = outcome_for(scene, task, instance, outcome)
        reason = (reason or "").strip() or None
        forms = _checked(scene, task, chosen, answers, reason)
        warnings = _against_quotas(scene, task, forms, answers)
        close_task(scene, task, instance, Given(chosen, forms, reason, submit_key or None, page=page))
        done = completed(scene, task, instance, chosen)
        if task.behalf_unit_id:
            done = Completed(paper_sent(scene, viewer, task))
    told_all(database, ids, scene)
    return Completed(" ".join((done.message, *warnings))) if warnings else done


def _checked(scene: Scene, task: Task, outcome: Outcome, answers: Answers, reason: str | None) -> Answers:
    """The answers to keep; who sends work back or has no opinion need not have filled a form of their own."""
    errors: tuple[FieldError, ...] = ()
    if outcome.needs_reason and not reason:
        errors = (REASON_MISSING,)
    if reason and len(reason) > LONGEST_REASON:
        errors = (FieldError("", "ly_do", None, None, f"Lý do dài quá {LONGEST_REASON} ký tự; hãy viết gọn lại."),)
    forms = forms_of(scene.plan, task)
    done = clean_all(forms, task.step, answers, form_context(scene.connection, subject(scene, task), forms))
    if not (outcome.blank or outcome.needs_reason and task.act in ("review", "decide")):
        errors = (*done.errors, *errors)
    if errors:
        raise FormRefused(errors, answers)
    return {} if done.errors or outcome.blank else done.answers


def _against_quotas(scene: Scene, task: Task, forms: Answers, given: Answers) -> list[str]:
    """Sentences for quotas that only remind; those that bind raise FormRefused, at the table of the registration."""
    if task.act != "do" or not checked_on_sending(scene.plan, scene.plan.step(task.step)):
        return []
    found = [state for state in states_of(scene.connection, subject(scene, task), merged([forms])) if not state.kept]
    binding = [state for state in found if state.target.on_sending == "refuse"]
    if binding:
        form, table = _table(scene, task)
        raise FormRefused(tuple(FieldError(form, table, None, None, state.text) for state in binding), given)
    return [f"Lưu ý chỉ tiêu: {state.text}" for state in found]


def _table(scene: Scene, task: Task) -> tuple[str, str]:
    """Form and field of the registration's table."""
    creates = {write.create for write in scene.plan.step(task.step).writes if write.create}
    return next((form.id, asked.id) for form in forms_of(scene.plan, task) for asked in form.fields
                if asked.id in creates)
