"""What the templates of a task are drawn from, on its own page and in the pane beside the list."""

from collections.abc import Iterable

from flask import request

from engine.base.clock import local_day
from engine.report.task_page import TaskPage
from engine.work.form import FieldError
from engine.work.question import error_anchor
from web.guard import viewer
from web.inbox import sheets
from web.inbox.kept_here import personal, seal
from web.inbox.onward import beside, list_address, row_address
from web.settings import settings


def task_values(found: TaskPage, errors: Iterable[FieldError] = (), pane: bool = False) -> dict[str, object]:
    """The names the templates use: the task as `p`, its files by id, how tables are laid out, a fresh submit key.

    `along`: what is pressed leads back to the list with the task beside it; `row`: the list at the row of the
    task; `find`: the list at its search.
    """
    return {
        "along": pane or beside(), "to_list": row_address(found.task.id) if beside() else list_address(),
        "row": row_address(found.task.id), "find": f"{list_address()}#tim",
        "today": local_day(settings().clock.now()),
        "p": found, "errors": tuple(errors), "given": request.form, "error_anchor": anchor_of,
        "submit_key": request.form.get("khoa") or settings().ids.new(),
        "personal": personal, "seal": seal(viewer().person_id, found.task.id),
        "layout": sheets.layout, "marks": sheets.marks, "files": {f.id: f for f in found.files},
    }


def anchor_of(error: FieldError) -> str:
    """Where the summary's link leads: the control of the plan's form, or one of the page's own."""
    own = {"noi_dung": "noi-dung-yk"}
    field = error.field or ""
    return error_anchor(error) if error.form else own.get(field, field.replace("_", "-"))
