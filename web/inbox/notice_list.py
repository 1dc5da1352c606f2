"""The notices of a person, and the word that they are read."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.mark_read import mark_read
from engine.report.notices import notices_of
from web.guard import viewer
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/thong-bao", "notices", notices, methods=["GET"])
    blueprint.add_url_rule("/thong-bao", "notices_read", notices_read, methods=["POST"])


def notices() -> str:
    """The newest notices."""
    found = notices_of(settings().database, viewer())
    return render_template("inbox/notices.html", section="inbox.notices", notices=found)


def notices_read() -> Response:
    """Mark the ticked notices as read."""
    s = settings()
    mark_read(s.database, viewer(), tuple(request.form.getlist("thong_bao")), s.clock.now())
    return redirect(url_for("inbox.notices"), 303)
