"""The coordinator opens a step that no day opens."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.action.open_step import open_step
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>/mo-buoc", "open_step", opened, methods=["POST"])


def opened(run_id: str) -> Response:
    """Open the step and say so on the page of the run."""
    s = settings()
    open_step(s.database, s.ids, viewer(), run_id, request.form.get("buoc", ""), request.form.get("can_cu", ""),
              s.clock.now())
    flash(_("Đã mở bước; việc đã vào hộp việc của nơi thực hiện."))
    return redirect(url_for("runs.run", run_id=run_id), 303)
