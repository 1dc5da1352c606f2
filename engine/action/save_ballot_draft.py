"""What a member has typed into an open score sheet is kept until it is handed in; of a secret vote nothing is."""

from collections.abc import Mapping
from datetime import datetime

from engine.action.holding import right_to, still_open, task_seen
from engine.store import ballots, runs, versions
from engine.store.ballots import Ballot
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.vote_state import rules_of
from engine.work.people import Conflict, Viewer

_LONGEST, _LONGEST_NOTE = 64, 4000


@done_again
def save_ballot_draft(database: Database, viewer: Viewer, task_id: str, scores: Mapping[str, object], note: str,
                      now: datetime) -> None:
    """Whatever was typed, right or wrong, in place of what was kept before.

    Raises NotFound, Forbidden (no member), Conflict (over; no score sheet; a secret vote).
    """
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id, lock=True)
        right_to(viewer, task)
        still_open(connection, task)
        run = runs.of_id(connection, task.run_id)
        plan = versions.compiled_for(connection, run, task).plan
        step = plan.step(task.step)
        if task.act != "ballot" or not step.scored:
            raise Conflict(f"Việc “{task.title}” không chấm điểm nên không có bảng điểm để lưu.")
        if rules_of(step).secret and task.persons:
            raise Conflict(f"Việc “{task.title}” bỏ phiếu kín; phiếu kín không lưu nháp.")
        known = {criterion.id for one in plan.criteria for criterion in one.criteria}
        typed = {key: str(value)[:_LONGEST] for key, value in scores.items() if key in known}
        ballots.save_draft(connection, task.id, Ballot(viewer.person_id, typed, note[:_LONGEST_NOTE], now))
