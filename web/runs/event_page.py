"""The events of a run and its end: what the coordinator decides for everybody."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.close_run import close_run
from engine.action.move_event import hold_event, move_event
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.report.closing import closing_page
from engine.report.events import event_page
from engine.work.people import Conflict
from engine.work.words import day_text
from web.guard import viewer
from web.i18n import _
from web.settings import settings

YEARS = 3
"""An event lies at most so many years away from today."""


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>/su-kien", "events", events, methods=["GET"])
    blueprint.add_url_rule("/dot/<run_id>/su-kien", "move", move, methods=["POST"])
    blueprint.add_url_rule("/dot/<run_id>/ket-thuc", "closing", closing, methods=["GET"])
    blueprint.add_url_rule("/dot/<run_id>/ket-thuc", "close", close, methods=["POST"])


def events(run_id: str) -> str:
    """All events with what hangs on them."""
    return _events(run_id)


def move(run_id: str) -> Response | tuple[str, int]:
    """Fix or move the day of one event, or say when it took place; a day nobody can read comes back with the reason."""
    s = settings()
    name, typed = request.form.get("su_kien", ""), request.form.get("ngay", "").strip()
    day, wrong = _day(typed, local_day(s.clock.now()))
    if day is None:
        return _events(run_id, name, typed, wrong), 422
    held = request.form.get("viec") == "da-dien-ra"
    try:
        act = hold_event if held else move_event
        moved = act(s.database, s.ids, viewer(), run_id, name, day, s.clock.now())
    except Conflict as conflict:
        return _events(run_id, name, typed, str(conflict)), 409
    said = (_("Đã ghi “{event}” diễn ra ngày {day}.", event=name, day=day_text(day)) if held else
            _("Đã ấn định “{event}” ngày {day}.", event=name, day=day_text(day)))
    flash(f"{said} {_('{n} việc đang mở đổi hạn theo.', n=len(moved)) if moved else _('Không việc nào phải đổi hạn.')}")
    return redirect(url_for("runs.events", run_id=run_id), 303)


def closing(run_id: str) -> str:
    """What is still open, and the button that ends the run."""
    s = settings()
    found = closing_page(s.database, viewer(), run_id, local_day(s.clock.now()))
    return render_template("runs/closing.html", section="runs.runs", p=found, run=found.run, tab="closing")


def close(run_id: str) -> Response | tuple[str, int]:
    """End the run; what is open is listed again when it cannot end."""
    s = settings()
    try:
        close_run(s.database, s.ids, viewer(), run_id, s.clock.now())
    except Conflict as conflict:
        found = closing_page(s.database, viewer(), run_id, local_day(s.clock.now()))
        return render_template("runs/closing.html", section="runs.runs", p=found, run=found.run, tab="closing",
                               refusal=str(conflict)), 409
    flash(_("Đã kết thúc đợt thực hiện."))
    return redirect(url_for("runs.run", run_id=run_id), 303)


def _events(run_id: str, name: str = "", typed: str = "", wrong: str = "") -> str:
    s = settings()
    found = event_page(s.database, viewer(), run_id, local_day(s.clock.now()))
    return render_template("runs/events.html", section="runs.runs", p=found, run=found.run, tab="events", name=name,
                           typed=typed, wrong=wrong)


def _day(typed: str, today: date) -> tuple[date | None, str]:
    """The day typed as 20/10/2026 or chosen as 2026-10-20; else None and what is wrong with it."""
    if not typed:
        return None, _("Chưa ghi ngày.")
    day = day_in(typed)
    if day is None:
        return None, _("“{typed}” không phải là ngày; ghi ngày/tháng/năm, ví dụ 20/10/2026.", typed=typed[:40])
    if abs(day.year - today.year) > YEARS:
        return None, _("Ngày {day} cách hôm nay quá {n} năm; kiểm tra lại năm.", day=typed, n=YEARS)
    return day, ""
