"""Come in, go out, choose the language."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.action.set_language import set_language
from engine.action.sign_in import sign_in
from engine.work.password import Refused
from engine.work.words import sentence
from web.guard import safe_target, sign_in_session
from web.i18n import LANGUAGES, _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dang-nhap", "sign_in", door, methods=["GET"])
    blueprint.add_url_rule("/dang-nhap", "sign_in_post", come_in, methods=["POST"])
    blueprint.add_url_rule("/dang-xuat", "sign_out", go_out, methods=["POST"])
    blueprint.add_url_rule("/ngon-ngu", "switch_language", switch_language, methods=["POST"])


def door() -> str | Response:
    """The sign-in page; who is inside already goes to the inbox."""
    if g.viewer:
        return redirect(url_for("inbox.tasks"))
    return _door()


def come_in() -> str | Response | tuple[str, int]:
    """Check the password and begin a session."""
    s = settings()
    login, password = request.form.get("ten", "").strip(), request.form.get("mat_khau", "")
    try:
        signed_in = sign_in(s.database, login, password, request.remote_addr or "", s.clock.now())
    except Refused as refused:
        return _door(login, sentence(str(refused))), 422
    sign_in_session(signed_in.person_id, signed_in.session_key, signed_in.must_change)
    return redirect(safe_target(request.form.get("tiep"), url_for("inbox.tasks")), 303)


def go_out() -> Response:
    """End the session."""
    chosen = session.get("language")
    session.clear()
    if chosen:
        session["language"] = chosen
    flash(_("Bạn đã đăng xuất."))
    return redirect(url_for("auth.sign_in"), 303)


def switch_language() -> Response:
    """Vietnamese or English, kept on the person; before sign-in in the session."""
    wanted = request.form.get("ngon_ngu", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
        if g.viewer:
            s = settings()
            set_language(s.database, g.viewer, wanted, s.clock.now())
    return redirect(safe_target(request.form.get("tiep"), url_for("inbox.tasks")), 303)


def _door(login: str = "", refused: str = "") -> str:
    target = safe_target(request.values.get("tiep"), "")
    return render_template(
        "auth/sign_in.html", login=login, refused=refused, target=target, help_line=settings().help_line)
