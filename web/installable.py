"""What a telephone needs to put kheo beside its other programs: name, colours, pictures."""

from flask import Blueprint, Response, json, url_for

from web.i18n import _
from web.settings import settings

blueprint = Blueprint("installable", __name__)

FRAME, GROUND = "#083D3A", "#F1F5F3"
"""--frame and --bg of kheo.css, which no manifest can read."""


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """The web app manifest; it stands open, for browsers ask for it without the session."""
    said = {
        "id": "/", "name": f"khéo · {settings().installation}", "short_name": "khéo", "lang": "vi", "dir": "ltr",
        "description": _("Việc của kế hoạch: nhận, điền, gửi, theo dõi."),
        "start_url": url_for("inbox.tasks"), "scope": "/", "display": "standalone",
        "background_color": GROUND, "theme_color": FRAME,
        "icons": [_icon("icon-192.png", 192, "any"), _icon("icon-512.png", 512, "any"),
                  _icon("icon-maskable-512.png", 512, "maskable")],
        "shortcuts": [{"name": _("Lịch"), "url": url_for("calendar.year")},
                      {"name": _("Sổ mô hình"), "url": url_for("entries.entries")}],
    }
    return Response(json.dumps(said), content_type="application/manifest+json; charset=utf-8")


def _icon(name: str, side: int, purpose: str) -> dict[str, str]:
    return {"src": url_for("static", filename=name), "sizes": f"{side}x{side}", "type": "image/png",
            "purpose": purpose}
