"""/healthz: whether this installation can do its work, for monitors."""

from datetime import timedelta

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from engine.report.health import (
    all_transitions,
    database_problem,
    scheduler_problem,
    silent_since,
    stuck_letters,
    transitions,
)
from engine.report.jobs import dead_jobs
from web.settings import settings

blueprint = Blueprint("health", __name__)

_SILENCE = timedelta(minutes=5)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when database and scheduler do their work, else 503 with a sentence for what does not.

    `letters_stuck` and `jobs_given_up` count what needs a person, `transitions` is the transition cache of this
    process, `all_transitions` that of all processes; a monitor may watch them, they make nothing fail.
    """
    s = settings()
    problem = database_problem(s.database)
    if problem:
        return jsonify(status="failing", database=problem, scheduler=None, letters_stuck=None, jobs_given_up=None,
                       transitions=transitions(), all_transitions=None), 503
    scheduler = _scheduler()
    said = {"database": "ok", "scheduler": scheduler or "ok", "letters_stuck": stuck_letters(s.database),
            "jobs_given_up": dead_jobs(s.database), "transitions": transitions(),
            "all_transitions": all_transitions(s.database, s.clock.now())}
    return jsonify(status="failing" if scheduler else "ok", **said), 503 if scheduler else 200


def _scheduler() -> str | None:
    s = settings()
    now, beat = s.clock.now(), s.scheduler_beat() if s.scheduler_beat else None
    if beat is None:  # it lives in another process and is known by its work
        return scheduler_problem(s.database, now)
    return silent_since(beat) if now - beat > _SILENCE else None
