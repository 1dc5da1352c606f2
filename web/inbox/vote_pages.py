"""The chair's page of a vote, what the chair does there, and the minutes."""

import io
import re
from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engine.action.close_ballot import close_ballot
from engine.action.mark_member import Marking, mark_member
from engine.action.replace_member import replace_member
from engine.base.clock import local_day
from engine.base.text import fold
from engine.document.letter import Letter
from engine.document.letter_docx import MEDIA_TYPE, letter_docx
from engine.report.minutes import minutes_of
from engine.report.vote_desk import still_open, vote_desk, vote_minutes
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, FormRefused
from engine.work.task import Task
from engine.work.words import time_text
from web.guard import viewer, wants_json
from web.i18n import _
from web.inbox.autosave import saved_state
from web.inbox.looking import look
from web.inbox.onward import back_to
from web.inbox.overtaken import overtaken
from web.inbox.posting import save_sheet
from web.settings import settings

Answer = Response | tuple[str, int] | tuple[Response, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>/phieu-nhap", "ballot_draft", ballot_draft, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/dieu-hanh", "conduct", conduct, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/dieu-hanh/thanh-vien", "mark", mark, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/dieu-hanh/thay", "replace", replace, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/dieu-hanh/ket-thuc", "close_vote", close_vote, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/bien-ban", "minutes", minutes, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/bien-ban.docx", "minutes_docx", minutes_docx, methods=["GET"])


def ballot_draft(task_id: str) -> Answer:
    """Keep what was typed into an open score sheet."""
    try:
        save_sheet(task_id)
    except (Conflict, Forbidden) as conflict:
        if not wants_json():
            return overtaken(task_id, None, conflict)
        return jsonify(problem=str(conflict)), 409
    if wants_json():
        state = saved_state(look(task_id), Change({}), viewer())
        return jsonify(state | {"saved": _("Đã lưu {time}", time=time_text(settings().clock.now()))})
    flash(_("Đã lưu nháp."))
    return back_to(task_id)


def conduct(task_id: str) -> str:
    """Who has voted, who has not, and what the chair may do about it."""
    return _page(task_id, ())


def mark(task_id: str) -> Answer:
    """A member is absent, takes no part, or takes part again."""
    s, form = settings(), request.form
    kind = form.get("viec") if form.get("viec") in ("absent", "recused") else None
    marking = Marking(form.get("thanh_vien", ""), kind, form.get("ly_do", "")[:200], bool(form.get("moi_phieu")))
    try:
        said = mark_member(s.database, s.ids, viewer(), task_id, marking, s.clock.now())
    except (Conflict, FormRefused) as refused:
        return _refused(task_id, refused)
    return _done(task_id, said)


def replace(task_id: str) -> Answer:
    """Another person comes in a member's place."""
    s, form = settings(), request.form
    try:
        said = replace_member(s.database, s.ids, viewer(), task_id, form.get("thanh_vien", ""),
                              form.get("nguoi_thay", ""), form.get("ly_do", "")[:200], s.clock.now())
    except (Conflict, FormRefused) as refused:
        return _refused(task_id, refused)
    return _done(task_id, said)


def close_vote(task_id: str) -> Answer:
    """Count the ballots now, with what the chair says of a tie."""
    s = settings()
    try:
        said = close_ballot(s.database, s.ids, viewer(), task_id, request.form.getlist("chon"), s.clock.now())
    except Conflict as refused:
        return _refused(task_id, refused)
    return _done(task_id, said)


def minutes(task_id: str) -> str:
    """The minutes, to be read and printed."""
    task, letter = _minutes(task_id)
    return render_template("inbox/minutes.html", section="inbox.tasks", task=task, m=letter)


def minutes_docx(task_id: str) -> Response:
    """The same as a Word file, to be completed, printed and signed."""
    task, letter = _minutes(task_id)
    assert task.closed_at
    name = re.sub(r"[^a-z0-9]+", "-", fold(f"bien ban {task.subject or task.title}"))[:80].strip("-")
    return send_file(io.BytesIO(letter_docx(letter, task.closed_at)), mimetype=MEDIA_TYPE, as_attachment=True,
                     download_name=f"{name}.docx")


def _minutes(task_id: str) -> tuple[Task, Letter]:
    s = settings()
    found, sheet = vote_minutes(s.database, viewer(), task_id, local_day(s.clock.now()))
    return found.task, minutes_of(found, sheet)


def _page(task_id: str, errors: Sequence[str]) -> str:
    s = settings()
    found = vote_desk(s.database, viewer(), task_id, local_day(s.clock.now()))
    return render_template("inbox/conduct.html", section="inbox.tasks", d=found, errors=errors,
                           open_for=request.form.get("thanh_vien"), chosen=request.form.getlist("chon"),
                           typed=request.form.get("ly_do", ""), replacing="nguoi_thay" in request.form)


def _refused(task_id: str, refused: Conflict | FormRefused) -> Answer:
    if isinstance(refused, FormRefused):
        return _page(task_id, [error.message for error in refused.errors]), 422
    return _page(task_id, [str(refused)]), 409


def _done(task_id: str, said: str) -> Response:
    s = settings()
    flash(said)
    goes_on = still_open(s.database, viewer(), task_id)
    return redirect(url_for("inbox.conduct" if goes_on else "inbox.task", task_id=task_id), 303)
