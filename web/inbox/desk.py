"""The page of a task: look, save, send, talk."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import Blueprint, flash, jsonify, render_template, request
from werkzeug.wrappers import Response

from engine.action.add_comment import add_comment
from engine.action.cast_ballot import cast_ballot
from engine.action.complete_task import complete_task
from engine.action.raise_difficulty import raise_difficulty
from engine.action.read_comments import read_comments
from engine.report.asked_forms import asked_forms
from engine.report.own_pages import keys_of
from engine.report.task_page import TaskPage
from engine.work.asked_change import AskedChange
from engine.work.draft import Unseen
from engine.work.form import FieldError
from engine.work.people import Conflict, Forbidden, FormRefused, Stopped
from web.guard import viewer, wants_json
from web.i18n import _
from web.inbox.autosave import saved_state, unseen_there
from web.inbox.confirming import confirmation
from web.inbox.drawing import task_values
from web.inbox.looking import look, save
from web.inbox.onward import back_to, onward
from web.inbox.overtaken import overtaken, stopped
from web.inbox.posting import (
    chosen,
    keep_files,
    keep_sheet,
    posted,
    posted_ballot,
    remember_removed,
    with_files,
)
from web.settings import settings

Answer = str | Response | tuple[str, int] | tuple[Response, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>", "task", task, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/nhap", "draft", draft, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/xong", "send", send, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/phieu-diem", "ballot", ballot, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/trao-doi", "comment", comment, methods=["POST"])


def task(task_id: str) -> str:
    """The whole page, or the pane beside the list where htmx asks."""
    found = look(task_id)
    if found.comments and not _in_pane():
        read_comments(settings().database, viewer(), task_id, settings().clock.now())
    return page(found)


def draft(task_id: str) -> Answer:
    """Keep what was typed; a row is added or taken away, files are stored. Scripts get the saved state as JSON."""
    asked = asked_forms(settings().database, viewer(), task_id)
    change = posted(asked)
    try:
        added, refused = keep_files(viewer(), task_id)
        save(task_id, replace(change, added=added), chosen())
        remember_removed(task_id, asked)
    except (Conflict, Forbidden) as refusal:
        return overtaken(task_id, change, refusal)
    if wants_json():
        return jsonify(saved_state(look(task_id), change, viewer()))
    if refused:
        return page(look(task_id, None, refused), refused), 422
    flash(_("Đã lưu nháp."))
    return back_to(task_id, _place())


def send(task_id: str) -> Answer:
    """Send with the outcome of the pressed button; whatever is wrong comes back with everything that was typed."""
    s, form = settings(), request.form
    asked = asked_forms(s.database, viewer(), task_id)
    change = posted(asked)
    if "quay_lai" in form:
        return page(look(task_id, change.answers))
    try:
        added, refused = keep_files(viewer(), task_id)
        change = replace(change, answers=with_files(change.answers, added))
        if refused:
            raise FormRefused(refused, change.answers)
        if asks := confirmation(task_id, asked, change, added, look):
            save(task_id, change)
            return asks
        done = complete_task(
            s.database, s.ids, viewer(), task_id, form.get("phien_ban", 0, int), form.get("ket_qua", ""),
            change.answers, form.get("ly_do"), change.tab, s.clock.now(), page=change,
            asks=_asks())
    except FormRefused as error:
        save(task_id, change)
        found = look(task_id, None, error.errors)
        if held := unseen_there(found, change, viewer()):
            return page(look(task_id), unseen=held), 409
        return page(found, error.errors), 422
    except Unseen as unseen:
        save(task_id, change)
        return page(look(task_id), unseen=unseen), 409
    except Stopped as refusal:
        save(task_id, change)
        return stopped(task_id, refusal, bool(change.answers))
    except (Conflict, Forbidden) as refusal:
        return overtaken(task_id, change, refusal)
    flash(done.message, f"thu-hoi/{task_id}" if done.withdraws else "message")
    return onward(task_id)


def ballot(task_id: str) -> Answer:
    """Hand in the scores of one member; refused, they are kept where a draft may be kept, and given back."""
    s = settings()
    scores = posted_ballot()
    try:
        done = cast_ballot(s.database, s.ids, viewer(), task_id, scores, request.form.get("ghi_chu"), s.clock.now())
    except FormRefused as error:
        keep_sheet(task_id)
        return page(look(task_id), error.errors), 422
    except Stopped as refusal:
        return stopped(task_id, refusal, keep_sheet(task_id))
    except (Conflict, Forbidden) as refusal:
        return overtaken(task_id, None, refusal)
    flash(done.message)
    return onward(task_id)


def comment(task_id: str) -> Answer:
    """Say something about the task; a difficulty is told to those the plan names for it."""
    s = settings()
    try:
        say = raise_difficulty if request.form.get("vuong_mac") else add_comment
        say(s.database, s.ids, viewer(), task_id, request.form.get("noi_dung", ""), s.clock.now())
    except FormRefused as error:
        return page(look(task_id), error.errors), 422
    return told(_("Đã gửi ý kiến."), task_id, "trao-doi")


def told(said: str, task_id: str, anchor: str | None = None) -> Response:
    """Back to the task with the sentence of an act."""
    flash(said)
    return back_to(task_id, anchor)


def tried(task_id: str, act: Callable[[], str], anchor: str | None = None) -> Response | tuple[str, int]:
    """Back to the task with the sentence of the act, or with what is wrong at its place."""
    try:
        return told(act(), task_id, anchor)
    except FormRefused as error:
        return page(look(task_id, None, error.errors), error.errors), 422


def page(found: TaskPage, errors: Iterable[FieldError] = (), unseen: Unseen | None = None) -> str:
    """The page drawn, with the errors for the summary; what was typed outside the plan's forms is kept too."""
    pane = _in_pane()
    template = "inbox/pane.html" if pane else "inbox/task.html"
    keys = False if pane else keys_of(settings().database, viewer())
    return render_template(template, section="inbox.tasks", unseen=unseen, keys=keys,
                           **task_values(found, errors, pane))


def _in_pane() -> bool:
    """The pane beside the list is asked for: it shows neither what was said nor the rarer acts."""
    return bool(request.headers.get("HX-Request"))


def _asks() -> tuple[AskedChange, ...]:
    """The places that a return names, those of empty lines left out."""
    named = zip(request.form.getlist("sua_o"), request.form.getlist("sua_loi"), strict=False)
    return tuple(AskedChange(place, words.strip()) for place, words in named if place)


def _place() -> str | None:
    """Where the page should open again: at the table whose row was added or removed, the moved row, the reset field."""
    form = request.form
    if where := form.get("len") or form.get("xuong") or form.get("dat_lai"):
        return "-".join(("f", *where.split(".")))
    where = form.get("them") or form.get("xoa") or form.get("dung") or form.get("giu")
    return "-".join(("f", *where.split(".")[:2])).partition("|")[0] if where else None
