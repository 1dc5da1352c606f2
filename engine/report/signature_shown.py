"""The signed copy of what a task sends, as its page shows it; and the sheet that is printed to be signed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from engine.document.letter import Style
from engine.plan.form import Form
from engine.report.seen_task import SeenTask, seen_task
from engine.report.task_talk import FileRow
from engine.store import answers, signatures, units
from engine.store.asked import Subject, form_context, forms_of, standing_answers, subject_of
from engine.store.database import Database
from engine.store.signatures import Copy
from engine.work.access import may_act
from engine.work.form import Answers, Context, clean_all
from engine.work.manner import capacities
from engine.work.people import Conflict, Forbidden, Held, Viewer
from engine.work.question import FormView, reading
from engine.work.signature import PLACE, Demand, content_hash, demand_of
from engine.work.task import Task

State = Literal["draft", "submitted", "signed", "scanned"]
STATES: tuple[State, ...] = ("draft", "submitted", "signed", "scanned")


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """One copy with its scans. `before`: it belongs to what was sent in an earlier round."""

    copy: Copy
    scans: tuple[FileRow, ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """`now`: the copy that stands, None before the form was put in; `matches`: it is of what the form says, or kept.

    `earlier`: copies that others took the place of, or that went with earlier rounds. `live`: the viewer may go on
    with it. `capacities`: code -> word.
    """

    demand: Demand
    state: State
    now: SignedCopy | None
    matches: bool
    earlier: tuple[SignedCopy, ...]
    live: bool
    capacities: dict[str, str]


@dataclass(frozen=True, slots=True)
class SignSheet:
    """The forms to be printed and signed, in the layout of `style`. `copy`: what is already written under it."""

    task: Task
    forms: tuple[FormView, ...]
    style: Style
    unit_name: str
    above: str
    receiver: str | None
    copy: Copy | None
    capacities: dict[str, str]


def signature_shown(connection: Connection, seen: SeenTask, about: Subject, acting: Held | None,
                    files: tuple[FileRow, ...], sent_with: str, on_paper: bool) -> SignatureShown | None:
    """None where no form of the step is signed; that asks nothing. What is not sent yet is shown to who does it.

    About what was sent with the task of that id; where it was entered from paper nothing was signed in kheo.
    """
    task, plan = seen.task, seen.compiled.plan
    demand = demand_of(plan.form(name) for names in plan.step(task.step).forms.values() for name in names)
    if demand == "none" or task.status == "open" and task.act == "do" and (not acting or task.behalf_unit_id):
        return None
    copies = signatures.of_step(connection, task.instance_id, task.step)
    own = [one for one in copies if one.task_id == sent_with and not on_paper]
    copy = next((one for one in own if one.ended_at is None), None)
    now = _with_scans(copy, files, sent_with) if copy else None
    earlier = tuple(_with_scans(one, files, sent_with) for one in copies
                    if one.signed and one is not copy and (one in own or one.task_id != sent_with))
    live = task.status == "open" and task.act == "do"
    matches = not (live and copy and copy.signed) or copy.matches(_content(connection, about))
    state: State = ("draft" if copy is None else "submitted" if copy.signed is None
                    else "scanned" if now and now.scans else "signed")
    return SignatureShown(demand, state, now, matches, earlier, live, capacities(plan.issuer.style))


def sign_sheet(database: Database, viewer: Viewer, task_id: str, today: date) -> SignSheet:
    """For who does the task, and once it was sent for who sees it. Raises NotFound, Forbidden, Conflict (unsigned)."""
    with database.read() as connection:
        seen = seen_task(connection, viewer, task_id)
        task, plan = seen.task, seen.compiled.plan
        forms = forms_of(plan, task)
        if task.act != "do" or demand_of(forms) == "none":
            raise Conflict(f"Việc “{task.title}” gửi không cần bản ký nên không có bản trình để in.")
        if task.status == "open" and may_act(viewer, task) is None:
            raise Forbidden(f"Bản trình của việc “{task.title}” chỉ người đang làm việc ấy in được.")
        about = subject_of(connection, plan, seen.run, task, today)
        context = form_context(connection, about, forms)
        sent = answers.of_task(connection, task.id)
        given = sent.forms if sent else _typed(connection, task, forms, context)
        step = plan.step(task.step)
        line = about.unit.line
        return SignSheet(
            task, tuple(reading(form, task.step, given, context) for form in forms if form.confirmation),
            plan.issuer.style, about.unit.name, units.get(connection, line[-2]).name if len(line) > 1 else "",
            plan.role(step.reviewer).name if step.reviewer else None,
            None if task.behalf_unit_id else signatures.standing(connection, task.id), capacities(plan.issuer.style))


def _content(connection: Connection, about: Subject) -> str:
    forms = forms_of(about.plan, about.task)
    context = form_context(connection, about, forms)
    return content_hash(forms, _typed(connection, about.task, forms, context))


def _typed(connection: Connection, task: Task, forms: tuple[Form, ...], context: Context) -> Answers:
    """What would be sent as the forms stand."""
    return clean_all(forms, task.step, standing_answers(connection, task, forms, context), context).answers


def _with_scans(copy: Copy, files: tuple[FileRow, ...], sent_with: str) -> SignedCopy:
    scans = tuple(one for one in files if (one.form, one.field) == (PLACE, copy.id))
    return SignedCopy(copy, scans, copy.task_id != sent_with)
