"""A person's own settings: keys of the inbox, letters, sign-ins, the calendar feed; and the feed itself."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.choose_own import choose_own
from engine.action.end_sessions import end_sessions
from engine.action.turn_feed import turn_feed
from engine.base.clock import local_day
from engine.report.own_pages import AFTER_SENDING, feed_of, own_pages
from engine.report.sign_ins import sign_ins_of
from web.guard import sign_in_session, viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/cai-dat", "own", shown, methods=["GET"])
    blueprint.add_url_rule("/cai-dat/phim", "own_keys", keys, methods=["POST"])
    blueprint.add_url_rule("/cai-dat/thu", "own_letters", letters, methods=["POST"])
    blueprint.add_url_rule("/cai-dat/sau-khi-gui", "own_after", after_sending, methods=["POST"])
    blueprint.add_url_rule("/cai-dat/dang-xuat", "sign_out_elsewhere", sign_out_elsewhere, methods=["POST"])
    blueprint.add_url_rule("/cai-dat/lich", "own_feed", feed_turned, methods=["POST"])
    blueprint.add_url_rule("/lich/<token>.ics", "feed", feed, methods=["GET"])


def shown() -> str:
    """What is chosen now."""
    return _page("")


def keys() -> Response:
    """Keys of the inbox on or off."""
    on = request.form.get("phim") == "bat"
    choose_own(settings().database, viewer(), "phím", "bật" if on else "tắt")
    flash(_("Phím tắt đang bật.") if on else _("Phím tắt đang tắt."))
    return redirect(url_for("inbox.own"), 303)


def letters() -> Response:
    """Notices by e-mail on or off; those in the inbox always come."""
    on = request.form.get("thu") == "bat"
    choose_own(settings().database, viewer(), "thư", "bật" if on else "tắt")
    flash(_("Lời nhắc cũng đến qua thư điện tử.") if on else _("Lời nhắc chỉ còn đến trong kheo."))
    return redirect(url_for("inbox.own"), 303)


def after_sending() -> Response:
    """Where to go on after a task was sent."""
    chosen = next((one for one in AFTER_SENDING if one == request.form.get("sau")), "next")
    choose_own(settings().database, viewer(), "after-sending", chosen)
    flash({"next": _("Gửi xong sẽ mở việc kế tiếp."), "list": _("Gửi xong sẽ về danh sách."),
           "stay": _("Gửi xong sẽ ở lại trang của việc.")}[chosen])
    return redirect(url_for("inbox.own"), 303)


def sign_out_elsewhere() -> Response:
    """End every session of the person but this one."""
    s = settings()
    ended = end_sessions(s.database, viewer(), s.clock.now())
    sign_in_session(ended.person_id, ended.session_key, ended.must_change)
    flash(_("Đã đăng xuất khỏi mọi máy khác."))
    return redirect(url_for("inbox.own"), 303)


def feed_turned() -> str | Response:
    """A new address, shown this once; or none."""
    s = settings()
    token = turn_feed(s.database, viewer(), request.form.get("lich") == "bat", s.clock.now())
    if token is None:
        flash(_("Lịch đã tắt; địa chỉ cũ không còn dùng được."))
        return redirect(url_for("inbox.own"), 303)
    return _page(f"{s.url or request.host_url.rstrip('/')}{url_for('inbox.feed', token=token)}")


def feed(token: str) -> Response:
    """For calendar programs, which know the secret and nothing else."""
    s = settings()
    now = s.clock.now()
    return Response(feed_of(s.database, token[:100], local_day(now), now, s.url), mimetype="text/calendar")


def _page(address: str) -> str:
    s = settings()
    return render_template("inbox/own.html", section="inbox.more", own=own_pages(s.database, viewer()),
                           came_in=sign_ins_of(s.database, viewer(), s.clock.now()), address=address)
