"""Somebody was faster, or may no longer act: what was typed comes back, whatever it was typed into."""

from collections.abc import Callable
from functools import wraps

from flask import jsonify, render_template
from werkzeug.wrappers import Response

from engine.report.asked_forms import asked_forms
from engine.report.task_page import TaskPage
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, Stopped
from web.errors import record_refused
from web.guard import viewer, wants_json
from web.i18n import _
from web.inbox.drawing import task_values
from web.inbox.looking import look, save
from web.inbox.own_text import as_text, over_words
from web.inbox.posting import posted
from web.settings import settings
from web.typed_words import typed_words

Page = tuple[str, int] | tuple[Response, int]
Answer = str | Response | tuple[str, int] | tuple[Response, int]


def overtaken(task_id: str, change: Change | None, refusal: Conflict | Forbidden) -> Page:
    """Their version and the one just typed, side by side to read.

    Where the viewer may go on, because the task is only asked otherwise by now, it is kept in the draft too.
    """
    status = 409
    if isinstance(refusal, Forbidden):
        record_refused(str(refusal))
        status = 403
    found = look(task_id, change.answers if change else None)
    kept = bool(change and found.acting and found.filling.forms)
    if change and kept:
        save(task_id, change)
        found = look(task_id)
    over = over_words(found)
    if wants_json():
        return jsonify(problem=str(refusal), over=over, held=found.task.status == "open"), status
    own = as_text(found.lost or found.filling.forms, found.filling.beside) if change else ""
    strange = "" if change is None or kept else "\n".join(one for values in change.astray.values() for one in values)
    beside = "\n".join(filter(None, (strange, typed_words(_names(found), ("f.",) if change else ()))))
    return render_template(
        "inbox/conflict.html", section="inbox.tasks", sentence=str(refusal), over=over, kept=kept, beside=beside,
        own="\n\n".join(filter(None, (own, beside))), **task_values(found)), status


def stopped(task_id: str, refusal: Stopped, kept: bool) -> tuple[str, int]:
    """The flow cannot go on. `kept`: what was typed is in the draft; else it is shown."""
    found = look(task_id)
    return render_template("inbox/stopped.html", section="inbox.tasks", sentence=str(refusal), kept=kept,
                           typed=typed_words(_names(found), ("f.",)), **task_values(found)), 409


def giving_back(view: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The view of an act to which the whole form is posted: refused, it answers as sending would."""
    @wraps(view)
    def guarded(task_id: str) -> Answer:
        try:
            return view(task_id)
        except (Conflict, Forbidden) as refusal:
            return overtaken(task_id, posted(asked_forms(settings().database, viewer(), task_id)), refusal)
    return guarded


def _names(found: TaskPage) -> dict[str, str]:
    """Criteria by the names of their controls, and what a ballot calls the words beside it."""
    scored = {f"d.{row.id}": row.name for row in found.ballot.rows} if found.ballot else {}
    return {**scored, "ghi_chu": _("Nhận xét")}
