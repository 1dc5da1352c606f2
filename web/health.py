"""/healthz: whether this installation can do its work, for monitors."""

from datetime import timedelta

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from engine.report.health import database_problem
from web.settings import settings

blueprint = Blueprint("health", __name__)

_SILENCE = timedelta(minutes=5)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when database and scheduler answer, else 503; each part says what is wrong."""
    s = settings()
    problem = database_problem(s.database)
    parts = {"database": problem or "ok", "scheduler": _scheduler()}
    healthy = problem is None and parts["scheduler"] in {"ok", "elsewhere"}
    return jsonify(status="ok" if healthy else "failing", **parts), 200 if healthy else 503


def _scheduler() -> str:
    s = settings()
    if s.scheduler_beat is None:
        return "elsewhere"
    beat = s.scheduler_beat()
    if beat is None:
        return "not started"
    return "ok" if s.clock.now() - beat < _SILENCE else f"silent since {beat.isoformat()}"
