"""The buttons of the introduction on the inbox: on, skip, once more."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.action.take_tour import take_tour
from web.guard import viewer
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/tro-giup/gioi-thieu", "tour", tour, methods=["POST"])


def tour() -> Response:
    """Keep how far the person came, on every device."""
    s, step = settings(), request.form.get("buoc", "")
    try:
        take_tour(s.database, viewer(), int(step), s.clock.now())
    except ValueError:
        abort(404)
    return redirect(url_for("inbox.tasks"), 303)
