"""A posted task page becomes answers; the files that came with it are stored at once, field by field."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import request

from engine.action.replace_answers import keep_before
from engine.action.store_file import Upload, store_file
from engine.report.asked_forms import AskedForms, first_answers
from engine.work.form import Answers, FieldError
from engine.work.people import Viewer
from engine.work.posted import add_row, move_row, read_posted, remove_row, reset
from engine.work.rows import ROW_ID, rows_of
from engine.work.typed import is_blank
from engine.work.upload import FileRefused
from web.guard import viewer
from web.i18n import _
from web.settings import settings

_FILES = "tep.f."


def posted_answers(asked: AskedForms) -> Answers:
    """What was typed, with the row that a button adds, moves or removes, or the value it sets back."""
    answers = read_posted(asked.forms, asked.step, request.form.items(multi=True))
    if where := request.form.get("them"):
        return add_row(asked.forms, answers, where, settings().ids.new())
    if where := request.form.get("xoa"):
        return remove_row(asked.forms, answers, where)
    for name, by in (("len", -1), ("xuong", 1)):
        if where := request.form.get(name):
            return move_row(asked.forms, answers, where, by)
    if where := request.form.get("dat_lai"):
        s, task_id = settings(), (request.view_args or {})["task_id"]
        return reset(answers, first_answers(s.database, viewer(), task_id, s.clock.now()), where)
    return answers


def posted_ballot() -> dict[str, object]:
    """The scores of a sheet by criterion, or what was marked on a ballot."""
    form = request.form
    scores: dict[str, object] = {name[2:]: value for name, value in form.items() if name.startswith("d.")}
    return scores or {name: form.get(name) for name in ("phieu", "phieu-trang")} | {"chon": form.getlist("chon")}


def remember_removed(task_id: str, asked: AskedForms) -> None:
    """A row that held something can be brought back, once."""
    s = settings()
    form_id, table_id, row_id = (*request.form.get("xoa", "").split(".", 2), "", "")[:3]
    rows = rows_of(read_posted(asked.forms, asked.step, request.form.items(multi=True)).get(form_id, {}).get(table_id))
    number = next((n for n, row in enumerate(rows, 1) if row[ROW_ID] == row_id and any(
        not is_blank(value) for key, value in row.items() if key != ROW_ID)), None)
    if number:
        said = _("Đã xóa dòng {n}.", n=number)
        keep_before(s.database, viewer(), task_id, {form_id: {table_id: [*rows]}}, said)


def keep_files(viewer: Viewer, task_id: str, answers: Answers) -> tuple[Answers, tuple[FieldError, ...]]:
    """The answers with the ids of the files just stored, and a sentence for each file that was refused."""
    s, refused = settings(), []
    for name in request.files:
        parts = name.removeprefix(_FILES).split(".")
        if not name.startswith(_FILES) or len(parts) not in (2, 4):
            continue
        row, field = (parts[2], f"{parts[1]}.{parts[3]}") if len(parts) == 4 else (None, parts[1])
        for given in request.files.getlist(name):
            if not given.filename:
                continue
            upload = Upload(task_id, parts[0], field, given.filename, cast(BinaryIO, given.stream))
            try:
                stored = store_file(s.database, s.blobs, s.ids, viewer, upload, s.clock.now())
            except FileRefused as error:
                refused.append(FieldError(parts[0], parts[1], row, parts[3] if row else None, str(error)))
                continue
            answers = _with_file(answers, parts, stored.id)
    return answers, tuple(refused)


def without_file(answers: Answers, file_id: str) -> Answers:
    """The answers without that file."""
    return {form: {key: _dropped(value, file_id) for key, value in values.items()} for form, values in answers.items()}


def _dropped(value: object, file_id: str) -> object:
    if not isinstance(value, list):
        return value
    return [
        {key: _dropped(inner, file_id) for key, inner in item.items()} if isinstance(item, Mapping) else item
        for item in value if item != file_id
    ]


def _with_file(answers: Answers, parts: list[str], file_id: str) -> Answers:
    values = dict(answers.get(parts[0], {}))
    if len(parts) == 2:
        values[parts[1]] = _added(values.get(parts[1]), file_id)
    else:
        rows = values.get(parts[1])
        values[parts[1]] = [
            {**row, parts[3]: _added(row.get(parts[3]), file_id)} if row.get("_id") == parts[2] else row
            for row in (rows if isinstance(rows, list) else [])
        ]
    return {**answers, parts[0]: values}


def _added(present: object, file_id: str) -> list[object]:
    return [*(present if isinstance(present, list) else []), file_id]
