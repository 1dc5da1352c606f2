"""What somebody has typed so far is kept with the task; nothing is checked, nobody else is told."""

from datetime import datetime

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.clock import local_day
from engine.store import answers as kept
from engine.store import tasks, versions
from engine.store.asked import form_context, forms_of, subject_of
from engine.store.database import Database
from engine.work.context import Answers
from engine.work.form import percent_filled
from engine.work.people import Viewer


def save_draft(database: Database, viewer: Viewer, task_id: str, answers: Answers, now: datetime) -> int:
    """How many per cent of the required answers are there. Raises NotFound, Forbidden, Conflict (the task is done)."""
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id, lock=True)
        right_to(viewer, task)
        still_open(connection, task, typed=answers)
        run = run_seen(connection, viewer, task.run_id)
        plan = versions.compiled_for(connection, run, task).plan
        about = subject_of(connection, plan, run, task, local_day(now))
        forms = forms_of(plan, task)
        context = form_context(connection, about, forms)
        percent = percent_filled(forms, task.step, answers, context)
        kept.save_draft(connection, task.id, answers, viewer.person_id, now)
        tasks.set_percent(connection, task.id, percent)
        return percent
