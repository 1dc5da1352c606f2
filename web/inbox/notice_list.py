"""The notices of a person, and the word that they are read."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.mark_read import mark_read
from engine.report.notices import notice_page
from web.guard import viewer
from web.settings import settings

_NEW = "chua-doc"


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/thong-bao", "notices", notices, methods=["GET"])
    blueprint.add_url_rule("/thong-bao", "notices_read", notices_read, methods=["POST"])


def notices() -> str:
    """A page of them; `xem=chua-doc` leaves out those that were read, `sau` is the key of the page."""
    new = request.args.get("xem") == _NEW
    found = notice_page(settings().database, viewer(), new, request.args.get("sau") or None)
    return render_template("inbox/notices.html", section="inbox.notices", p=found, new=_NEW if new else None,
                           after=request.args.get("sau"))


def notices_read() -> Response:
    """Mark the notices of a page as read, and show the same page."""
    s = settings()
    mark_read(s.database, viewer(), tuple(request.form.getlist("thong_bao")), s.clock.now())
    new = _NEW if request.form.get("xem") == _NEW else None
    return redirect(url_for("inbox.notices", xem=new, sau=None if new else request.form.get("sau") or None), 303)
