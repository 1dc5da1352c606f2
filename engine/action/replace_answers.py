"""A person takes over what was previewed (a pasted block, a filled file), or takes the last such change back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.clock import local_day
from engine.store import answers as kept
from engine.store import tasks, undo, versions
from engine.store.asked import form_context, forms_of, subject_of
from engine.store.database import Database
from engine.store.undo import Before
from engine.work.context import Answers
from engine.work.form import percent_filled
from engine.work.people import Conflict, Viewer
from engine.work.task import Task

_STALE = "Bản xem trước này không còn khớp với bản nháp; mở lại việc rồi dán hoặc tải tệp lần nữa."


def replace_answers(
        database: Database, viewer: Viewer, task_id: str, changed: Answers, said: str, now: datetime) -> None:
    """Put those fields into the draft; what stood in them can be taken back. NotFound, Forbidden, Conflict."""
    with database.write() as connection:
        task = _admitted(connection, viewer, task_id)
        present = kept.draft_of(connection, task_id)
        if present is None:
            raise Conflict(_STALE)
        before = {form: {field: present.get(form, {}).get(field) for field in fields}
                  for form, fields in changed.items()}
        _save(connection, viewer, task, _merged(present, changed), now)
        undo.keep(connection, task_id, Before(said, before))


def take_back(database: Database, viewer: Viewer, task_id: str, now: datetime) -> str:
    """What was done and is undone now. Raises NotFound, Forbidden, Conflict (nothing to take back)."""
    with database.write() as connection:
        task = _admitted(connection, viewer, task_id)
        present, before = kept.draft_of(connection, task_id), undo.before_of(connection, task_id)
        if present is None or before is None:
            raise Conflict("Không còn gì để hoàn tác trong việc này.")
        _save(connection, viewer, task, _merged(present, before.forms), now)
        undo.forget(connection, task_id)
        return before.said


def keep_before(database: Database, viewer: Viewer, task_id: str, before: Answers, said: str) -> None:
    """Remember what stood in those fields until just now. NotFound, Forbidden, Conflict."""
    with database.write() as connection:
        _admitted(connection, viewer, task_id)
        undo.keep(connection, task_id, Before(said, before))


def _admitted(connection: Connection, viewer: Viewer, task_id: str) -> Task:
    task = task_seen(connection, viewer, task_id, lock=True)
    right_to(viewer, task)
    still_open(connection, task)
    return task


def _merged(present: Answers, changed: Answers) -> dict[str, Mapping[str, object]]:
    return {**present, **{form: {**present.get(form, {}), **fields} for form, fields in changed.items()}}


def _save(connection: Connection, viewer: Viewer, task: Task, answers: Answers, now: datetime) -> None:
    run = run_seen(connection, viewer, task.run_id)
    plan = versions.compiled_for(connection, run, task).plan
    forms = forms_of(plan, task)
    context = form_context(connection, subject_of(connection, plan, run, task, local_day(now)), forms)
    kept.save_draft(connection, task.id, answers, viewer.person_id, now)
    tasks.set_percent(connection, task.id, percent_filled(forms, task.step, answers, context))
