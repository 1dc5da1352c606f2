"""Whether a task can be sent as it stands: its forms, the reason, the places a return names, the quotas."""

from engine.action.holding import subject
from engine.action.scene import Scene
from engine.action.signing import must_be_signed
from engine.bpmn.graph import LOOKS, Outcome
from engine.store.asked import form_context, forms_of
from engine.store.quotas import checked_on_sending, states_of
from engine.work.asked_change import AskedChange, refused
from engine.work.context import Answers, merged
from engine.work.form import FieldError, clean_all
from engine.work.people import FormRefused
from engine.work.task import Task

REASON_MISSING = FieldError("", "ly_do", None, None, "Hãy nêu lý do để nơi nhận biết cần bổ sung gì.")
LONGEST_REASON = 4000


def checked(scene: Scene, task: Task, outcome: Outcome, answers: Answers, reason: str | None,
            asks: tuple[AskedChange, ...] = ()) -> Answers:
    """The answers to keep; who sends work back or has no opinion need not have filled a form of their own."""
    errors: tuple[FieldError, ...] = ()
    if outcome.needs_reason and not reason:
        errors = (REASON_MISSING,)
    if reason and len(reason) > LONGEST_REASON:
        errors = (FieldError("", "ly_do", None, None, f"Lý do dài quá {LONGEST_REASON} ký tự; hãy viết gọn lại."),)
    if asks and (wrong := refused(asks, scene.plan.forms)):
        errors = (*errors, wrong)
    forms = forms_of(scene.plan, task)
    done = clean_all(forms, task.step, answers, form_context(scene.connection, subject(scene, task), forms))
    if not (outcome.blank or outcome.needs_reason and task.act in LOOKS):
        errors = (*done.errors, *errors)
    if errors:
        raise FormRefused(errors, answers)
    if not outcome.blank:
        must_be_signed(scene.connection, task, forms, done.answers)
    return {} if done.errors or outcome.blank else done.answers


def against_quotas(scene: Scene, task: Task, forms: Answers, given: Answers) -> list[str]:
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
