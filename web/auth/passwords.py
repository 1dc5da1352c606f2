"""Change a password, or set a new one by a link that came by e-mail."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.action.ask_reset import ask_reset
from engine.action.change_password import change_password
from engine.action.reset_password import reset_password
from engine.work.password import Refused
from engine.work.words import sentence
from web.guard import sign_in_session, viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/mat-khau", "password", password, methods=["GET"])
    blueprint.add_url_rule("/mat-khau", "password_post", password_post, methods=["POST"])
    blueprint.add_url_rule("/quen-mat-khau", "forgotten", forgotten, methods=["GET"])
    blueprint.add_url_rule("/quen-mat-khau", "forgotten_post", forgotten_post, methods=["POST"])
    blueprint.add_url_rule("/quen-mat-khau/<token>", "reset", reset, methods=["GET"])
    blueprint.add_url_rule("/quen-mat-khau/<token>", "reset_post", reset_post, methods=["POST"])


def password() -> str:
    """The page to change one's password; the only one open while the first password stands."""
    return _password_page("")


def password_post() -> str | Response | tuple[str, int]:
    """Change it; the session goes on, all others end."""
    s, form = settings(), request.form
    if form.get("moi", "") != form.get("lai", ""):
        return _password_page(_("Hai lần gõ mật khẩu mới không giống nhau.")), 422
    try:
        changed = change_password(s.database, viewer(), form.get("cu", ""), form.get("moi", ""), s.clock.now())
    except Refused as refused:
        return _password_page(sentence(str(refused))), 422
    sign_in_session(changed.person_id, changed.session_key, changed.must_change)
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc."))
    return redirect(url_for("inbox.tasks"), 303)


def forgotten() -> str:
    """Ask for a link."""
    return _forgotten_page(asked=False)


def forgotten_post() -> str:
    """The same answer whether the account exists or not."""
    s = settings()
    if s.mail:
        ask_reset(s.database, s.ids, request.form.get("ten", "").strip(), _link, s.clock.now())
    return _forgotten_page(asked=True)


def reset(token: str) -> str:
    """The page behind the link."""
    return _reset_page(token, "")


def reset_post(token: str) -> str | Response | tuple[str, int]:
    """Set the new password; the link works once."""
    s, form = settings(), request.form
    if form.get("moi", "") != form.get("lai", ""):
        return _reset_page(token, _("Hai lần gõ mật khẩu mới không giống nhau.")), 422
    try:
        reset_password(s.database, token, form.get("moi", ""), s.clock.now())
    except Refused as refused:
        return _reset_page(token, sentence(str(refused))), 422
    session.clear()
    flash(_("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu này."))
    return redirect(url_for("auth.sign_in"), 303)


def _link(token: str) -> str:
    # Never from the request: who asks could name another host, and the link would carry the token there.
    return settings().url + url_for("auth.reset", token=token)


def _password_page(refused: str) -> str:
    return render_template("auth/password.html", refused=refused, forced=bool(session.get("must_change")))


def _forgotten_page(asked: bool) -> str:
    return render_template(
        "auth/forgotten.html", asked=asked, mail=settings().mail, help_line=settings().help_line)


def _reset_page(token: str, refused: str) -> str:
    return render_template("auth/reset.html", token=token, refused=refused, help_line=settings().help_line)
