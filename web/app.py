"""The application factory: settings in, a Flask application with guarded, translated pages out."""

import hashlib
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from flask import Blueprint, Flask, g, redirect, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from engine.base.clock import local_day
from engine.report.incident_right import open_incidents
from engine.report.notices import unread_notices
from engine.report.tour import tour_step
from web import (
    auth,
    calendar,
    entries,
    errors,
    format,
    guard,
    headers,
    health,
    help,
    hosts,
    inbox,
    incidents,
    installable,
    people,
    runs,
    theme,
)
from web.i18n import _, language
from web.settings import Settings
from web.settings import settings as current_settings

BLUEPRINTS: list[Blueprint] = [health.blueprint, auth.blueprint, inbox.blueprint, runs.blueprint,
                               entries.blueprint, calendar.blueprint, incidents.blueprint, installable.blueprint,
                               help.blueprint, theme.blueprint, people.blueprint]

_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings) -> Flask:
    """An application that answers for one installation."""
    app = Flask(__name__)
    app.extensions["kheo"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=(settings.max_upload_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4_000_000, MAX_FORM_PARTS=20_000, SESSION_COOKIE_NAME="kheo",
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12), SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=12 * 3600, WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
    )
    app.jinja_env.filters.update(format.FILTERS, local_day=local_day)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    for install in (hosts.install, guard.install, headers.install, errors.install):
        install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(_frame)
    app.add_url_rule("/", "home", _home)
    return app


def _home() -> Response:
    return redirect(url_for("inbox.tasks"))


def _frame() -> dict[str, object]:
    """What every template may use."""
    here = current_settings()
    viewer = g.get("viewer")
    return {
        "_": _, "lang": language(), "viewer": viewer, "installation": here.installation, "asset": asset,
        "tour": partial(tour_step, here.database, viewer), "theme": theme.chosen(), "dark_media": theme.dark_media(),
        "today": local_day(here.clock.now()), "sections": _sections(),
        "troubles": open_incidents(here.database, viewer, local_day(here.clock.now())) if viewer else 0,
        "unread": unread_notices(here.database, viewer) if viewer else 0,
    }


def _sections() -> list[tuple[str, str, str]]:
    """The sections of the frame: endpoint, name, icon."""
    return [("inbox.tasks", _("Hộp việc"), "inbox"), ("calendar.year", _("Lịch"), "cal"),
            ("runs.runs", _("Đợt thực hiện"), "flag"), ("entries.entries", _("Sổ mô hình"), "book")]


@cache
def _digest(name: str) -> str | None:
    file = _STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else None


def asset(name: str) -> str | None:
    """The address of a file of web/static, changed when its content changes; None when it is not there."""
    digest = _digest(name)
    return url_for("static", filename=name, v=digest) if digest else None
