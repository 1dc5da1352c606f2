"""A person's own settings: keys of the inbox, the calendar feed; and the feed itself."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.choose_own import choose_own
from engine.action.turn_feed import turn_feed
from engine.base.clock import local_day
from engine.report.own_pages import feed_of, own_pages
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/cai-dat", "own", shown, methods=["GET"])
    blueprint.add_url_rule("/cai-dat/phim", "own_keys", keys, methods=["POST"])
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
    return render_template("inbox/own.html", section="inbox.more", own=own_pages(settings().database, viewer()),
                           address=address)
