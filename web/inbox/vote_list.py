"""The list of votes for those who chair a body or keep its minutes, and the word to those who have not voted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.urge_voters import urge_voters
from engine.base.clock import local_day
from engine.report.vote_list import vote_list
from engine.work.people import Conflict
from web.guard import viewer
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/phieu", "votes", votes, methods=["GET"])
    blueprint.add_url_rule("/phieu/nhac", "urge", urge, methods=["POST"])


def votes() -> str:
    """Every vote the viewer looks after."""
    return _page("")


def urge() -> Response | tuple[str, int]:
    """Tell those who have not voted at one step of a run."""
    s, form = settings(), request.form
    try:
        said = urge_voters(s.database, s.ids, viewer(), form.get("dot", ""), form.get("buoc", ""), s.clock.now())
    except Conflict as refused:
        return _page(str(refused)), 409
    flash(said)
    return redirect(url_for("inbox.votes"), 303)


def _page(refusal: str) -> str:
    s = settings()
    today = local_day(s.clock.now())
    return render_template("inbox/votes.html", section="inbox.more", groups=vote_list(s.database, viewer(), today),
                           refusal=refusal, today=today)
