"""What the pages of a task are drawn from, and the one way by which what was typed there becomes its draft."""

from collections.abc import Iterable

from engine.action.save_draft import save_draft
from engine.base.clock import local_day
from engine.report.task_page import TaskPage, task_page
from engine.work.draft import Change
from engine.work.form import Answers, FieldError
from web.guard import viewer
from web.settings import settings


def look(task_id: str, typed: Answers | None = None, errors: Iterable[FieldError] = ()) -> TaskPage:
    """The page's content; `typed` and `errors` when what was sent came back."""
    s = settings()
    return task_page(s.database, viewer(), task_id, local_day(s.clock.now()), typed, errors)


def save(task_id: str, change: Change, settle: tuple[str, int, bool] | None = None) -> None:
    """Keep what was typed, files added and taken out; nothing where there is nothing."""
    s = settings()
    if change.answers or change.added or change.dropped:
        save_draft(s.database, viewer(), task_id, change, s.clock.now(), settle)
