"""A person takes over what was previewed (a pasted block, a filled file), takes that back, or brings it again."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.clock import local_day
from engine.store import drafts, tasks, undo, versions
from engine.store.asked import form_context, forms_of, standing_draft, subject_of
from engine.store.database import Database
from engine.store.undo import Before
from engine.work.context import Answers
from engine.work.draft import Draft, Unseen, tables_of
from engine.work.draft_merge import replaced
from engine.work.draft_prefill import untouched
from engine.work.form import percent_filled
from engine.work.people import Conflict, Viewer
from engine.work.task import Task

_STALE = "Bản xem trước này không còn khớp với bản nháp; mở lại việc rồi dán hoặc tải tệp lần nữa."


@dataclass(frozen=True, slots=True)
class Previewed:
    """The number of the draft from which a preview was made first, and that up to which the person has seen it."""

    first: int
    seen: int


def replace_answers(database: Database, viewer: Viewer, task_id: str, changed: Answers, said: str, now: datetime,
                    previewed: Previewed) -> None:
    """Put those fields into the draft; what stood in them can be taken back.

    Raises NotFound, Forbidden, Conflict; Unseen when somebody wrote into those fields after the person has seen them.
    """
    with database.write() as connection:
        task = _admitted(connection, viewer, task_id)
        saved = drafts.of_task(connection, task_id)
        if saved is None:
            raise Conflict(_STALE)
        fields = tuple(f"{form}.{key}" for form, values in changed.items() for key in values)
        later = tuple(place for place, mark in saved.draft.marks.items()
                      if mark.n > previewed.seen and ".".join(place.split(".")[:2]) in fields)
        if later:
            raise Unseen(_STALE, later)
        before = _standing(saved.draft, changed)
        _save(connection, viewer, task, saved.draft, changed, now, previewed.first)
        undo.keep(connection, task_id, Before(said, before))


def take_back(database: Database, viewer: Viewer, task_id: str, now: datetime) -> bool:
    """The last large change goes, with what was typed over it since, and may be brought again; or it comes again.

    Whether it stands undone now. Raises NotFound, Forbidden, Conflict (nothing to take back).
    """
    with database.write() as connection:
        task = _admitted(connection, viewer, task_id)
        saved = drafts.of_task(connection, task_id)
        before = undo.before_in(saved.before) if saved else None
        if saved is None or before is None:
            raise Conflict("Không còn gì để hoàn tác trong việc này.")
        present = _standing(saved.draft, before.forms)
        _save(connection, viewer, task, saved.draft, before.forms, now)
        undo.keep(connection, task_id, Before(before.said, present, not before.undone))
        return not before.undone


def keep_before(database: Database, viewer: Viewer, task_id: str, before: Answers, said: str) -> None:
    """Remember what stood in those fields until just now. NotFound, Forbidden, Conflict."""
    with database.write() as connection:
        _admitted(connection, viewer, task_id)
        undo.keep(connection, task_id, Before(said, before))


def _standing(draft: Draft, fields: Answers) -> Answers:
    """What stands in those fields."""
    return {form: {key: draft.forms.get(form, {}).get(key) for key in values} for form, values in fields.items()}


def _admitted(connection: Connection, viewer: Viewer, task_id: str) -> Task:
    task = task_seen(connection, viewer, task_id, lock=True)
    right_to(viewer, task)
    still_open(connection, task)
    return task


def _save(connection: Connection, viewer: Viewer, task: Task, draft: Draft, fields: Answers, now: datetime,
          since: int | None = None) -> None:
    run = run_seen(connection, viewer, task.run_id)
    plan = versions.compiled_for(connection, run, task).plan
    forms = forms_of(plan, task)
    context = form_context(connection, subject_of(connection, plan, run, task, local_day(now)), forms)
    draft = standing_draft(connection, task, forms, context, draft)
    draft = replaced(draft, fields, tables_of(forms), viewer.person_id, now, since)
    draft = replace(draft, filled=untouched(forms, draft.forms, context.computed))
    drafts.save(connection, task.id, draft, viewer.person_id, now)
    tasks.set_percent(connection, task.id, percent_filled(forms, task.step, draft.forms, context))
