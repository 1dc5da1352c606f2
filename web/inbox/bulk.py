"""Several tasks at once: what will be done and what passed over, then the command, then what came of each."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.do_bulk import do_bulk
from engine.action.start_bulk import Asked, start_bulk
from engine.action.turn_bulk import turn_bulk
from engine.base.clock import local_day
from engine.report.bulk_pages import SHOWN, all_chosen, bulk_preview, bulk_result
from engine.work.bulk import AT_ONCE, MOST, BulkStatus
from engine.work.people import FormRefused
from web.guard import viewer
from web.inbox.board import asked_for, here
from web.settings import settings

_TURNS: dict[str, BulkStatus] = {"tam-dung": "paused", "tiep-tuc": "running", "dung": "stopped"}


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/hang-loat", "bulk", preview, methods=["POST"])
    blueprint.add_url_rule("/viec/hang-loat/lam", "bulk_start", start, methods=["POST"])
    blueprint.add_url_rule("/viec/hang-loat/<bulk_id>", "bulk_result", result, methods=["GET"])
    blueprint.add_url_rule("/viec/hang-loat/<bulk_id>", "bulk_turn", turn, methods=["POST"])


def preview() -> str:
    """What was chosen, or all that is wanted, and what would become of each. Nothing is done yet."""
    return _preview("")


def start() -> Response | tuple[str, int]:
    """Few tasks are done at once, many in the background; a second click leads to the first result."""
    s, form = settings(), request.form
    asked = Asked(form.get("ket_qua", ""), form.get("ly_do"), tuple(_chosen().items()), form.get("khoa", "")[:64])
    try:
        bulk_id = start_bulk(s.database, s.ids, viewer(), asked, s.clock.now())
    except FormRefused as refused:
        return _preview(refused.errors[0].message), 422
    if len(asked.chosen) <= AT_ONCE:
        do_bulk(s.database, s.ids, bulk_id, s.clock.now)
    return redirect(url_for("inbox.bulk_result", bulk_id=bulk_id), 303)


def result(bulk_id: str) -> str:
    """What came of each; loads itself again while some are waiting."""
    found = bulk_result(settings().database, viewer(), bulk_id)
    return render_template("inbox/bulk_result.html", section="inbox.tasks", b=found, shown=SHOWN)


def turn(bulk_id: str) -> Response:
    """Pause, go on, stop."""
    status = _TURNS.get(request.form.get("viec", ""))
    if status:
        turn_bulk(settings().database, viewer(), bulk_id, status)
    return redirect(url_for("inbox.bulk_result", bulk_id=bulk_id), 303)


def _preview(error: str) -> str:
    s, wanted = settings(), asked_for()
    everything = bool(request.form.get("tat_ca"))
    chosen = all_chosen(s.database, viewer(), wanted, local_day(s.clock.now())) if everything else _chosen()
    found = bulk_preview(s.database, viewer(), chosen, request.form.get("ket_qua", ""))
    return render_template(
        "inbox/bulk_preview.html", section="inbox.tasks", b=found, wanted=wanted, here=here, error=error, most=MOST,
        full=len(chosen) >= MOST, shown=SHOWN, at_once=AT_ONCE, submit_key=request.form.get("khoa") or s.ids.new())


def _chosen() -> dict[str, int]:
    """Task id -> rev as it was seen; 0, for as it is now, where none is told."""
    pairs = [value.partition(":") for value in request.form.getlist("chon")][:MOST + 1]
    return {task_id: int(rev) if rev.isdigit() else 0 for task_id, _colon, rev in pairs if task_id}
