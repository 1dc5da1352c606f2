"""Headers of every answer: nothing from elsewhere, nothing inline, nothing framed, nothing cached that is personal."""

from flask import Flask, request
from werkzeug.wrappers import Response

_POLICY = "; ".join((
    "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
))


def install(app: Flask) -> None:
    """Add the headers after every request."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
            response.headers.add("Vary", "HX-Request, HX-History-Restore-Request")
        return response
