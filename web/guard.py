"""Who may come in: the signed-in person of a request, doors that stand open, and where to go back to."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.base.clock import local_day
from engine.report.viewer import load_viewer
from engine.work.people import Viewer
from web.i18n import _
from web.settings import settings
from web.typed_words import typed_words

OPEN_ENDPOINTS = frozenset({
    "static", "health.healthz", "auth.sign_in", "auth.sign_in_post", "auth.forgotten", "auth.forgotten_post",
    "auth.reset", "auth.reset_post", "auth.switch_language", "inbox.feed", "installable.manifest",
})
FORCED_ENDPOINTS = frozenset({"auth.password", "auth.password_post", "auth.sign_out"})


def install(app: Flask) -> None:
    """Every endpoint needs a signed-in person unless it is in the list of open ones."""
    app.before_request(_identify)
    app.before_request(_keep_out)


def viewer() -> Viewer:
    """The signed-in person; only asked behind the guard."""
    found = g.viewer
    assert isinstance(found, Viewer)
    return found


def wants_json() -> bool:
    """A script asks, not a person who opens a page."""
    return request.accept_mimetypes.best == "application/json"


def sign_in_session(person_id: str, session_key: str, must_change: bool) -> None:
    """Begin a session with nothing left of the one before."""
    chosen = session.get("language")
    session.clear()
    session.permanent = True
    session.update(person=person_id, key=session_key)
    if must_change:
        session["must_change"] = True
    if chosen:
        session["language"] = chosen


def safe_target(target: str | None, fallback: str) -> str:
    """`target` when it is a path of this site, else `fallback`: nobody is sent elsewhere by a link."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc else target


def page_before(fallback: str = "/viec") -> str:
    """The page of this site on which the pressed button stood; `fallback` when the browser does not say."""
    said = urlsplit(request.referrer or "")
    there = f"{said.path}?{said.query}" if said.query else said.path
    return safe_target(there, fallback) if said.netloc == request.host else fallback


def _identify() -> None:
    g.viewer = None
    if request.endpoint == "static" or "person" not in session:
        return
    s = settings()
    g.viewer = load_viewer(s.database, session["person"], session.get("key", ""), local_day(s.clock.now()))
    if g.viewer is None:
        session.clear()
    elif _opens_page():
        session.modified = True


def _opens_page() -> bool:
    """Somebody opens a page: from here the session lasts anew.

    Not so for what a page asks for by itself: its answer may come after the person has signed out, and would bring
    the session back.
    """
    return (request.method == "GET" and not request.headers.get("HX-Request") and not wants_json()
            and request.headers.get("Sec-Fetch-Dest", "document") == "document")


def _on_screen() -> str:
    """The page on which a part was asked for; of a list, with the task that was to stand beside it."""
    said = urlsplit(request.headers.get("HX-Current-URL", ""))
    asked = dict(parse_qsl(said.query, keep_blank_values=True))
    if request.endpoint == "inbox.task" and said.path == url_for("inbox.tasks"):
        asked["mo"] = (request.view_args or {})["task_id"]
    return f"{said.path}?{urlencode(asked)}" if asked else said.path or url_for("inbox.tasks")


def signed_out(typed: str) -> tuple[str, int]:
    """The session ended while somebody typed: the words are shown, and the way back in leads to the page."""
    sentence = _("Nội dung của lần gửi này chưa được ghi. Chép lại phần cần giữ, đăng nhập rồi gửi lại.")
    return render_template("error.html", status=401, title=_("Phiên làm việc đã hết"), sentence=sentence, typed=typed,
                           way_out=_("Đăng nhập"), link=url_for("auth.sign_in", tiep=page_before(""))), 401


def _keep_out() -> Response | tuple[str, int] | None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    if g.viewer is None:
        if request.headers.get("HX-Request"):
            return Response(_("Phiên làm việc đã hết. Đăng nhập lại để làm tiếp."), 401, {
                "HX-Redirect": url_for("auth.sign_in", tiep=_on_screen())})
        if wants_json():
            return Response("{}", 401, mimetype="application/json")
        if typed := typed_words():
            return signed_out(typed)
        asked = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", tiep=asked if asked and asked != "/" else None))
    if session.get("must_change") and request.endpoint not in FORCED_ENDPOINTS:
        return redirect(url_for("auth.password"))
    return None
