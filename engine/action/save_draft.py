"""What somebody types is kept with the task, place by place; nothing is checked, nobody else is told."""

from dataclasses import replace
from datetime import datetime

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.clock import local_day
from engine.store import drafts, tasks, versions
from engine.store.asked import form_context, forms_of, standing_draft, subject_of
from engine.store.beside import keep_brought
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.work.context import Answers
from engine.work.draft import Change, Draft, settled, tables_of
from engine.work.draft_merge import changed
from engine.work.draft_prefill import untouched
from engine.work.form import percent_filled
from engine.work.people import Viewer


@done_again
def save_draft(database: Database, viewer: Viewer, task_id: str, change: Change | Answers, now: datetime,
               settle: tuple[str, int, bool] | None = None) -> Draft:
    """The draft as it is now. Raises NotFound, Forbidden, Conflict (the task is done).

    Answers alone are written over whatever is there. `settle`: of a kept value its place, its number there, and
    whether it is taken.
    """
    if not isinstance(change, Change):
        change = Change(change)
    with database.write() as connection:
        task = task_seen(connection, viewer, task_id, lock=True)
        right_to(viewer, task)
        still_open(connection, task, typed=change.answers)
        run = run_seen(connection, viewer, task.run_id)
        plan = versions.compiled_for(connection, run, task).plan
        about = subject_of(connection, plan, run, task, local_day(now))
        forms = forms_of(plan, task)
        context = form_context(connection, about, forms)
        saved = drafts.of_task(connection, task.id)
        draft = saved.draft if saved else Draft({})
        if draft.forms or change.seen is not None:
            draft = standing_draft(connection, task, forms, context, draft)
        draft = changed(draft, change, tables_of(forms), viewer.person_id, now)
        if settle:
            draft = settled(draft, *settle, by=viewer.person_id, now=now)
        draft = replace(draft, filled=untouched(forms, draft.forms, context.computed))
        percent = percent_filled(forms, task.step, draft.forms, context)
        drafts.save(connection, task.id, draft, viewer.person_id, now)
        if change.astray:
            keep_brought(connection, run, about, change.astray, draft.forms)
        tasks.set_percent(connection, task.id, percent)
        return draft
