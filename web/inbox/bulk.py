"""Several tasks at once: what will be done and what passed over, then the command, then what came of each."""

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engine.action.do_bulk import do_bulk
from engine.action.start_bulk import Asked, start_bulk
from engine.action.turn_bulk import turn_bulk
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.report.bulk_pages import SHOWN, all_chosen, bulk_preview, bulk_result, late_in_step
from engine.report.listed import listed_tasks
from engine.work.bulk import AT_ONCE, MOST, BulkAct, BulkStatus
from engine.work.form import FieldError
from engine.work.people import FormRefused
from engine.work.upload import MEDIA_TYPES
from web.guard import viewer
from web.inbox.board import asked_for, here
from web.inbox.capacity import lister
from web.inbox.task_sheet import task_sheet
from web.settings import settings

_ACTS: dict[BulkAct, str] = {"delegate": "chuyen", "extend": "gia-han"}
_TURNS: dict[str, BulkStatus] = {"tam-dung": "paused", "tiep-tuc": "running", "dung": "stopped"}


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/hang-loat", "bulk", preview, methods=["POST"])
    blueprint.add_url_rule("/viec/hang-loat/xuat", "bulk_sheet", sheet, methods=["POST"])
    blueprint.add_url_rule("/viec/hang-loat/lam", "bulk_start", start, methods=["POST"])
    blueprint.add_url_rule("/viec/hang-loat/<bulk_id>", "bulk_result", result, methods=["GET"])
    blueprint.add_url_rule("/viec/hang-loat/<bulk_id>", "bulk_turn", turn, methods=["POST"])


def preview() -> str:
    """What was chosen, or all that is wanted, and what would become of each. Nothing is done yet."""
    return _preview(())


def sheet() -> Response:
    """What was chosen, or all that is wanted, as an Excel file."""
    s = settings()
    rows = listed_tasks(s.database, lister(), _wanted_ones(), asked_for(), local_day(s.clock.now()), s.calendar())
    return send_file(BytesIO(task_sheet(rows)), mimetype=MEDIA_TYPES["xlsx"], as_attachment=True,
                     download_name=f"hop-viec-{local_day(s.clock.now()):%d-%m-%Y}.xlsx")


def start() -> Response | tuple[str, int]:
    """Few tasks are done at once, many in the background; a second click leads to the first result."""
    s, form = settings(), request.form
    asked = Asked(form.get("ket_qua", ""), form.get("ly_do"), tuple(_chosen().items()), form.get("khoa", "")[:64],
                  _act(), form.get("nguoi_nhan", ""), day_in(form.get("ngay_cho", "")))
    try:
        bulk_id = start_bulk(s.database, s.ids, viewer(), asked, s.clock.now())
    except FormRefused as refused:
        return _preview(refused.errors), 422
    if len(asked.chosen) <= AT_ONCE:
        do_bulk(s.database, s.ids, bulk_id, s.clock.now)
    return redirect(url_for("inbox.bulk_result", bulk_id=bulk_id, **_origin()), 303)


def result(bulk_id: str) -> str:
    """What came of each; loads itself again while some are waiting."""
    found = bulk_result(settings().database, viewer(), bulk_id)
    return render_template("inbox/bulk_result.html", section="inbox.tasks", b=found, shown=SHOWN, back=_back(),
                           origin=_origin(), act=_ACTS.get(found.bulk.act, ""))


def turn(bulk_id: str) -> Response:
    """Pause, go on, stop."""
    status = _TURNS.get(request.form.get("viec", ""))
    if status:
        turn_bulk(settings().database, viewer(), bulk_id, status)
    return redirect(url_for("inbox.bulk_result", bulk_id=bulk_id, **_origin()), 303)


def _origin() -> dict[str, Any]:
    """Where the tasks were chosen, as fields of an address: the list with its search and filters, or the step of a
    run."""
    step = request.values.get("ca_buoc") or request.values.get("tu_buoc", "")
    return {**asked_for().address(), **({"tu_buoc": step} if step else {})}


def _back() -> str:
    """The page on which the tasks were chosen."""
    origin = _origin()
    if "tu_buoc" in origin and "dot" in origin:
        return url_for("runs.run", run_id=origin["dot"], buoc=origin["tu_buoc"])
    return here(asked_for())


def _preview(errors: tuple[FieldError, ...]) -> str:
    s, chosen, label = settings(), _wanted_ones(), request.form.get("ket_qua", "")
    found = bulk_preview(s.database, viewer(), chosen, label, local_day(s.clock.now()), _act(),
                         asked_for().view == "cho-nguoi-khac")
    return render_template(
        "inbox/bulk_preview.html", section="inbox.tasks", b=found, origin=_origin(), back=_back(), errors=errors,
        most=MOST, full=len(chosen) >= MOST, shown=SHOWN, at_once=AT_ONCE, acts=_ACTS,
        submit_key=request.form.get("khoa") or s.ids.new())


def _act() -> BulkAct:
    """What becomes of the tasks; they end where nothing else is named."""
    return next((act for act, name in _ACTS.items() if name == request.form.get("lam")), "outcome")


def _wanted_ones() -> dict[str, int]:
    """The tasks that were ticked, all that are wanted, or all that are open in a step of a run."""
    s, form = settings(), request.form
    today = local_day(s.clock.now())
    if form.get("ca_buoc"):
        return late_in_step(s.database, viewer(), form.get("dot", ""), form["ca_buoc"], today)
    return all_chosen(s.database, lister(), asked_for(), today) if form.get("tat_ca") else _chosen()


def _chosen() -> dict[str, int]:
    """Task id -> rev as it was seen; 0, for as it is now, where none is told."""
    pairs = [value.partition(":") for value in request.form.getlist("chon")][:MOST + 1]
    return {task_id: int(rev) if rev.isdigit() else 0 for task_id, _colon, rev in pairs if task_id}
