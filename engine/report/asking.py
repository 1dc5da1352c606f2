"""The forms of a task as its page draws them: to be filled from draft, last sent or first answers, or to be read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.bpmn.graph import Process
from engine.report.shared_draft import Shared, shared_draft
from engine.report.task_talk import HistoryRow
from engine.store import answers as kept
from engine.store import drafts
from engine.store.answers import Sent
from engine.store.asked import Subject, form_context, forms_of, standing_draft
from engine.store.beside import beside_in
from engine.store.quotas import checked_on_sending, states_of
from engine.store.undo import Before, before_in
from engine.work.context import merged, scene_context
from engine.work.dossier import DossierState, dossier_of
from engine.work.form import Answers, FieldError, clean_all
from engine.work.form_diff import Beside
from engine.work.question import FormView, questions, reading
from engine.work.quota import QuotaState
from engine.work.route import outcome_of


@dataclass(frozen=True, slots=True)
class SentForms:
    """What was sent earlier in this step. `outcome` as its button said it; `opinion`: of one body of several."""

    by: str
    capacity: str
    at: datetime
    outcome: str
    reason: str | None
    forms: tuple[FormView, ...]
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class Filling:
    """The forms to fill; `saved_at`: when the draft they show was saved; `values`: answers for dossier and quotas."""

    forms: tuple[FormView, ...]
    saved_at: datetime | None
    values: Mapping[str, object] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    """What amendments of the plan took out of the draft: the forms ask for it no longer."""
    undo: Before | None = None
    """The last large change of the draft, which can be taken back ("đã nhận 12 dòng"), or brought again."""
    shared: Shared = field(default_factory=Shared)
    """What others typed into the same draft."""


def filling(connection: Connection, about: Subject, typed: Answers | None, errors: Iterable[FieldError]) -> Filling:
    """As typed when it came back; else the draft, else what was sent before it was returned, else the first answers."""
    task, errors = about.task, tuple(errors)
    forms = forms_of(about.plan, task)
    if not forms:
        return Filling((), None)
    context = form_context(connection, about, forms)
    saved = drafts.of_task(connection, task.id)
    given = typed
    if given is None:
        given = standing_draft(connection, task, forms, context, saved.draft if saved else None).forms
    drawn = tuple(questions(form, task.step, given or {}, errors, context) for form in forms)
    shared = Shared() if saved is None else shared_draft(connection, forms, saved.draft, context.choices)
    filled = Filling(drawn, saved.at if saved else None, {}, beside_in(saved.beside) if saved else (),
                     before_in(saved.before) if saved else None, shared)
    step = about.plan.step(task.step)
    if step.dossier is None and not checked_on_sending(about.plan, step):
        return filled
    return replace(filled, values=merged([clean_all(forms, task.step, given or {}, context).answers]))


def dossier_shown(connection: Connection, about: Subject, filled: Filling) -> DossierState | None:
    """The dossier of the task's step by what is being filled, else by what was sent; drafts of others stay theirs."""
    step = about.plan.step(about.task.step)
    if step.dossier is None:
        return None
    sent = kept.of_step(connection, about.task.instance_id, step.id) if not filled.forms else []
    values = filled.values if filled.forms else merged(one.forms for one in sent)
    return dossier_of(about.plan, step, values, scene_context(about.year, about.unit, about.entry))


def quotas_shown(connection: Connection, about: Subject, filled: Filling) -> tuple[QuotaState, ...]:
    """How the targets of a registration stand with what is being filled, else with what was sent."""
    return states_of(connection, about, filled.values if filled.forms and about.task.act == "do" else None)


def typed_forms(connection: Connection, about: Subject, typed: Answers) -> tuple[FormView, ...]:
    """What a person typed that can no longer be sent, to be read and copied."""
    forms = forms_of(about.plan, about.task)
    context = form_context(connection, about, forms)
    return tuple(reading(form, about.task.step, typed, context) for form in forms)


def sent_forms(connection: Connection, about: Subject, process: Process, history: tuple[HistoryRow, ...],
               said: Iterable[Sent], hidden: Collection[str] = ()) -> tuple[SentForms, ...]:
    """For a finished task its own answers; for an open one the last filled forms of each other slot, every opinion.

    `said`: all that was sent in the step, oldest first; what was sent with `hidden` tasks is left out.
    """
    task = about.task
    found: dict[str, Sent] = {}
    opinions = {node.slot for node in process.nodes if node.act == "opine" and node.step == task.step}
    for sent in said:
        if sent.task_id not in hidden and _stands(about, sent) and (sent.forms or sent.slot in opinions):
            found[sent.task_id if sent.slot in opinions else sent.slot] = sent
    names = {row.task_id: row.by for row in history}
    return tuple(_read(connection, about, process, sent, names.get(sent.task_id, "")) for sent in found.values())


def forms_read(connection: Connection, about: Subject, sent: Sent) -> tuple[FormView, ...]:
    """The forms of what was sent, to be read."""
    forms = tuple(form for form in about.plan.forms if form.id in sent.forms)
    context = form_context(connection, about, forms)
    return tuple(reading(form, sent.step, sent.forms, context) for form in forms)


def _stands(about: Subject, sent: Sent) -> bool:
    """Whether what was sent is to be read on the task's page."""
    task = about.task
    if task.act == "opine" and sent.slot == task.slot and about.plan.step(task.step).shared:
        return True
    return sent.task_id == task.id if task.status == "done" else sent.slot != task.slot


def _read(connection: Connection, about: Subject, process: Process, sent: Sent, by: str) -> SentForms:
    drawn = forms_read(connection, about, sent)
    ends = (outcome_of(node, sent.outcome) for node in process.nodes
            if node.kind == "task" and node.step == sent.step and node.slot == sent.slot)
    label = next((end.label for end in ends if end), sent.outcome)
    opinion = any(node.act == "opine" and node.step == sent.step and node.slot == sent.slot for node in process.nodes)
    return SentForms(by, sent.capacity, sent.at, label, sent.reason, drawn, opinion)
