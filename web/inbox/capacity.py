"""In which of several positions a person looks at the list: all of them, or one that was chosen on this device."""

from dataclasses import replace

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from engine.work.people import Held, Viewer
from web.guard import safe_target, viewer


def add_to(blueprint: Blueprint) -> None:
    """The address of this module."""
    blueprint.add_url_rule("/viec/vai", "capacity", choose, methods=["POST"])


def choose() -> Response:
    """The list of one position, or of all; a position that is not the person's is none."""
    wanted = request.form.get("vai", "")
    if any(held.id == wanted for held in viewer().positions):
        session["vai"] = wanted
    else:
        session.pop("vai", None)
    return redirect(safe_target(request.form.get("tiep"), url_for("inbox.tasks")), 303)


def chosen() -> Held | None:
    """The position that was chosen, while the person holds it beside others."""
    held = viewer().positions
    return next((one for one in held if len(held) > 1 and one.id == session.get("vai")), None)


def lister() -> Viewer:
    """Who looks at the list: the person in the chosen position, or in all. Acting is possible in all, always."""
    held = chosen()
    return replace(viewer(), positions=(held,)) if held else viewer()
