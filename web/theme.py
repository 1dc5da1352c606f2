"""Light or dark: as the device is set, or as chosen on this device."""

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from web.guard import safe_target

blueprint = Blueprint("theme", __name__)

THEMES = {"sang": None, "toi": "screen", "": "screen and (prefers-color-scheme: dark)"}
"""What is chosen -> the media for which dark.css is loaded; None: never. Never on paper."""
_COOKIE, _YEAR = "kheo_giao_dien", 365 * 24 * 3600


def chosen() -> str:
    """sang, toi, or "" for as the device is set."""
    said = request.cookies.get(_COOKIE, "")
    return said if said in THEMES else ""


def dark_media() -> str | None:
    """The media query of the dark tokens."""
    return THEMES[chosen()]


@blueprint.post("/giao-dien")
def switch() -> Response:
    """Keep the choice on this device: a screen in the sun needs another one than a desk."""
    wanted = request.form.get("giao_dien", "")
    back = redirect(safe_target(request.form.get("tiep"), url_for("inbox.tasks")), 303)
    back.set_cookie(_COOKIE, wanted if wanted in THEMES else "", max_age=_YEAR, httponly=True, samesite="Lax",
                    secure=current_app.config["SESSION_COOKIE_SECURE"])
    return back
