"""What sending a task would say: every refusal, every warning; nothing is written."""

from datetime import datetime

from engine.action.checking import against_quotas, checked
from engine.action.closing import outcome_for
from engine.action.holding import lock_task, right_to, still_open
from engine.base.ids import IdSource
from engine.bpmn.graph import Outcome
from engine.store.database import Database
from engine.work.context import Answers
from engine.work.people import Viewer


def check_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, outcome: str,
               answers: Answers, reason: str | None, now: datetime) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome, and what only reminds. Raises what complete_task would, but for Unseen."""
    with database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        right_to(viewer, task)
        still_open(connection, task, rev, answers)
        chosen = outcome_for(scene, task, instance, outcome)
        forms = checked(scene, task, chosen, answers, (reason or "").strip() or None)
        return chosen, tuple(against_quotas(scene, task, forms, answers))
