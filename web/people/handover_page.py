"""Somebody leaves: the administrator looks at what passes to whom, then hands it over."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.hand_over import hand_over
from engine.base.clock import local_day
from engine.report.handover import handover_people, handover_preview
from engine.work.people import Conflict, NotFound
from web.guard import viewer
from web.i18n import _, told
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/ban-giao", "handover", shown, methods=["GET"])
    blueprint.add_url_rule("/ban-giao", "handover_post", done, methods=["POST"])


def shown() -> str | tuple[str, int]:
    """Who leaves and who follows; with both, what would pass."""
    s, old, new = settings(), request.args.get("cu", ""), request.args.get("moi", "")
    today = local_day(s.clock.now())
    people = handover_people(s.database, viewer(), today)
    found, refusal = None, ""
    if old and new:
        try:
            found = handover_preview(s.database, viewer(), old, new, today)
        except (Conflict, NotFound) as refused:
            refusal = told(str(refused))
    page = render_template("people/handover.html", section="inbox.more", people=people, old=old, new=new, found=found,
                           refusal=refusal)
    return (page, 409) if refusal else page


def done() -> Response:
    """Hand it over."""
    s = settings()
    found = hand_over(s.database, s.ids, viewer(), request.form.get("cu", ""), request.form.get("moi", ""),
                      s.clock.now())
    flash(_("Đã bàn giao từ {old} cho {new}; tài khoản của {old} đã đóng.", old=found.old, new=found.new))
    return redirect(url_for("people.handover"), 303)
