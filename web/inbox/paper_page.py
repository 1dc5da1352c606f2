"""The paper of a unit: what came, entered on behalf of the unit by who receives it."""

from datetime import date

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from engine.action.enter_paper import enter_paper, leave_paper
from engine.action.look_alone import look_alone
from engine.action.take_over_paper import take_over_paper
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.report.paper_shown import leaving_paper, paper_page
from engine.work.form import FieldError
from engine.work.on_behalf import SCANS, Paper
from engine.work.people import FormRefused, refused
from web.guard import viewer
from web.inbox.drawing import anchor_of
from web.inbox.onward import back_to
from web.inbox.posting import keep_scans
from web.settings import settings

Answer = str | Response | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>/nhap-thay", "paper", paper, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/nhap-thay", "begin_paper", begin, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/thoi-nhap-thay", "leave_paper", leave, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/thoi-nhap-thay", "leaving_paper", leaving, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/nhan-tiep-nhap-thay", "take_over_paper", take_over, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/tu-xem-xet", "look_alone", alone, methods=["POST"])


def paper(task_id: str) -> str:
    """What came, to be written down before the form is filled."""
    return _page(task_id)


def begin(task_id: str) -> Answer:
    """Take the task in hand with what was written, or change that; scans are stored with it."""
    s, form = settings(), request.form
    try:
        days = _day("ngay_den", "Ngày đến"), _day("ngay_dau", "Ngày dấu bưu điện")
        scan = any(given.filename for given in request.files.getlist("ban_chup"))
        said = enter_paper(s.database, s.ids, viewer(), task_id, Paper(*days, form.get("so_van_ban", "")),
                           s.clock.now(), scan)
        keep_scans(task_id, SCANS, "ban_chup")
    except FormRefused as error:
        return _page(task_id, error.errors), 422
    flash(said)
    return back_to(task_id)


def leaving(task_id: str) -> str:
    """What it means to let go, before it is done: for who enters the paper, and for the unit that takes it back."""
    return render_template("inbox/paper_leave.html", section="inbox.tasks",
                           d=leaving_paper(settings().database, viewer(), task_id))


def take_over(task_id: str) -> Response:
    """Go on with what a colleague has begun to enter."""
    s = settings()
    flash(take_over_paper(s.database, s.ids, viewer(), task_id, s.clock.now()))
    return back_to(task_id)


def leave(task_id: str) -> Response:
    """Let go: the task is its unit's again."""
    s = settings()
    flash(leave_paper(s.database, s.ids, viewer(), task_id, s.clock.now()))
    return back_to(task_id)


def alone(task_id: str) -> Response:
    """Nobody else is there: who entered the paper looks at it too, on record."""
    s = settings()
    flash(look_alone(s.database, s.ids, viewer(), task_id, s.clock.now()))
    return back_to(task_id)


def _day(name: str, called: str) -> date | None:
    text = request.form.get(name, "").strip()
    found = day_in(text)
    if text and found is None:
        raise refused(name, f"{called} “{text[:20]}” không phải một ngày; hãy ghi ngày/tháng/năm.")
    return found


def _page(task_id: str, errors: tuple[FieldError, ...] = ()) -> str:
    s = settings()
    return render_template("inbox/paper.html", section="inbox.tasks", d=paper_page(s.database, viewer(), task_id),
                           errors=errors, given=request.form, today=local_day(s.clock.now()), error_anchor=anchor_of)
