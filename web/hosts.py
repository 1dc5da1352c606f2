"""Under which names the pages are answered: an address that only looks like ours gets nothing."""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.wrappers import Response

from web.i18n import _
from web.settings import settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Names of this machine itself, which nobody else can claim."""


def install(app: Flask) -> None:
    """Where the installation has an address, refuse requests that came under another name."""
    app.before_request(_turn_away)


def _turn_away() -> Response | None:
    ours = settings().url
    if not ours or request.endpoint == "health.healthz":  # monitors may ask a node by its number
        return None
    if urlsplit(f"//{request.host}").hostname in LOOPBACK | {urlsplit(ours).hostname}:
        return None
    said = _("kheo không nằm ở địa chỉ này; hãy mở {url}.", url=ours)
    return Response(said + "\n", 421, content_type="text/plain; charset=utf-8")
