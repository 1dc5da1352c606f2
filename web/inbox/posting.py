"""A posted task page becomes a change of its draft; the files that came with it are stored at once, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO, cast

from flask import request

from engine.action.replace_answers import keep_before
from engine.action.save_ballot_draft import save_ballot_draft
from engine.action.store_file import Upload, store_file
from engine.report.asked_forms import AskedForms, first_answers
from engine.work.draft import Change, tables_of
from engine.work.form import Answers, FieldError
from engine.work.people import Conflict, Forbidden, Viewer, refused
from engine.work.posted import UNTIL, add_row, move_row, places_of, read_posted, remove_row, reset
from engine.work.rows import ROW_ID, rows_of
from engine.work.typed import clean_text, is_blank
from engine.work.upload import FileRefused
from web.guard import viewer
from web.i18n import _
from web.settings import settings

_FILES = "tep.f."
_MOST = 5000
_LONGEST = 30 * 24 * 3600
_LONGEST_TEXT = 20000


def posted(asked: AskedForms) -> Change:
    """What came in: a whole page, or from a script what was changed in it: names in `doi`, since how many seconds in
    `tuoi`, tables whose rows it lists in `thu_tu`."""
    form = request.form
    whole = Change(_answers(asked), seen=form.get("goc", None, int), tab=form.get("khoa", "")[:64])
    names = form.getlist("doi") if "doi" in form else [name for name in form if name.startswith("f.")]
    places, unknown = places_of(asked.forms, asked.step, names[:_MOST])
    whole = replace(whole, astray=_astray(unknown))
    if "doi" not in form:
        return whole
    typed = dict(zip(form.getlist("doi"), form.getlist("tuoi"), strict=False))
    ages = {place: timedelta(seconds=min(int(age), _LONGEST)) for place, name in places.items()
            if (age := typed.get(name, "")).isascii() and age.isdigit() and len(age) < 9}
    orders = frozenset(form.getlist("thu_tu")[:_MOST]) & tables_of(asked.forms)
    return replace(whole, places=frozenset(places), orders=orders, ages=ages)


def _astray(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What was typed into controls that the forms no longer have, by place."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        values = tuple(text for value in request.form.getlist(name) if (text := clean_text(value)[:_LONGEST_TEXT]))
        if name.startswith("f.") and values:
            place = name.removeprefix("f.").removesuffix(UNTIL)[:200]
            found[place] = (*found.get(place, ()), *values)
    return found


def chosen() -> tuple[str, int, bool] | None:
    """Of a kept value its place, its number there, and whether it is taken ("dung") or let go ("giu")."""
    key = request.form.get("dung") or request.form.get("giu") or ""
    place, _, number = key.rpartition("|")
    return (place, int(number), "dung" in request.form) if place and number.isascii() and number.isdigit() else None


def _answers(asked: AskedForms) -> Answers:
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


def save_sheet(task_id: str) -> None:
    """Keep what was typed into a score sheet. Raises Conflict, Forbidden where no draft of it may be kept."""
    s = settings()
    save_ballot_draft(s.database, viewer(), task_id, posted_ballot(), request.form.get("ghi_chu", ""), s.clock.now())


def keep_sheet(task_id: str) -> bool:
    """The same, where a draft may be kept; whether it was."""
    try:
        save_sheet(task_id)
    except (Conflict, Forbidden):
        return False
    return True


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


def keep_files(viewer: Viewer, task_id: str) -> tuple[dict[str, tuple[str, ...]], tuple[FieldError, ...]]:
    """The ids of the files just stored, by place, and a sentence for each file that was refused."""
    s, wrong = settings(), []
    added: dict[str, tuple[str, ...]] = {}
    for name in request.files:
        parts = name.removeprefix(_FILES).split(".")
        if not name.startswith(_FILES) or len(parts) not in (2, 4):
            continue
        row, field = (parts[2], f"{parts[1]}.{parts[3]}") if len(parts) == 4 else (None, parts[1])
        for given in request.files.getlist(name):
            if not given.filename:
                continue
            upload = Upload(task_id, parts[0], field, given.filename, cast(BinaryIO, given.stream), row)
            try:
                stored = store_file(s.database, s.blobs, s.ids, viewer, upload, s.clock.now())
            except FileRefused as error:
                wrong.append(FieldError(parts[0], parts[1], row, parts[3] if row else None, str(error)))
                continue
            place = ".".join(parts)
            added[place] = (*added.get(place, ()), stored.id)
    return added, tuple(wrong)


def keep_scans(task_id: str, place: tuple[str, str], name: str) -> None:
    """The files of the page's own control of that name are stored at the place. Raises FormRefused at the control."""
    s = settings()
    for given in request.files.getlist(name):
        if given.filename:
            upload = Upload(task_id, *place, given.filename, cast(BinaryIO, given.stream))
            try:
                store_file(s.database, s.blobs, s.ids, viewer(), upload, s.clock.now())
            except FileRefused as error:
                raise refused(name, str(error)) from None


def with_files(answers: Answers, added: Mapping[str, tuple[str, ...]]) -> Answers:
    """The answers with the ids of files at their places."""
    for place, ids in added.items():
        for file_id in ids:
            answers = _with_file(answers, place.split("."), file_id)
    return answers


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
