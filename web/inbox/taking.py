"""A pasted block or a filled file is previewed, taken over, taken back. Nothing in a form changes unseen."""

from io import BytesIO
from typing import BinaryIO, cast

from flask import Blueprint, flash, render_template, request, send_file
from werkzeug.wrappers import Response

from engine.action.replace_answers import Previewed, replace_answers, take_back
from engine.action.save_draft import save_draft
from engine.report.asked_forms import asked_forms
from engine.report.form_file import filled_file, form_to_fill
from engine.report.proposal import Proposal, pasted_block, shown_again
from engine.work.draft import Draft, Unseen
from engine.work.form import FieldError
from engine.work.pasted import Start
from engine.work.posted import read_posted
from engine.work.upload import MEDIA_TYPES, FileRefused, file_name
from web.guard import viewer
from web.i18n import _
from web.inbox import sheets
from web.inbox.autosave import written_since
from web.inbox.drawing import task_values
from web.inbox.looking import look
from web.inbox.onward import back_to, beside
from web.inbox.overtaken import giving_back
from web.inbox.posting import posted
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>/dan", "paste", giving_back(paste), methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/bieu/<form_id>.xlsx", "form_file", form_file, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/tu-tep", "fill_from", giving_back(fill_from), methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/dua-vao", "take", take, methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/hoan-tac", "undo", giving_back(undo), methods=["POST"])


def paste(task_id: str) -> str | Response:
    """What a block from a spreadsheet would make of a table; all that was typed is saved first."""
    s, form = settings(), request.form
    where = form.get("dan", "")
    draft = _saved(task_id)
    block = form.get(f"khoi.{where}", "")
    if not block.strip():
        flash(_("Ô dán còn trống; chép các ô trong Excel rồi dán vào đó."))
        return _back(task_id, where)
    row = form.get(f"tu.{where}", "")
    start = Start(None if row.startswith("+") else row or None, form.get(f"cot.{where}") or None,
                  row[1:] or None if row.startswith("+") else None)
    found = pasted_block(s.database, s.ids, viewer(), task_id, draft.forms, where, block, start, s.clock.now())
    return preview(found, _("khối vừa dán"), Previewed(draft.n, draft.n))


def form_file(task_id: str, form_id: str) -> Response:
    """The official form as an Excel file, with what is in it so far."""
    s = settings()
    name, content = form_to_fill(s.database, viewer(), task_id, form_id, s.clock.now())
    return send_file(BytesIO(content), mimetype=MEDIA_TYPES["xlsx"], as_attachment=True, download_name=name)


def fill_from(task_id: str) -> str | Response | tuple[str, int]:
    """What a filled official form would make of the form; the file itself is not kept."""
    s, form_id = settings(), request.form.get("bieu", "")
    draft = _saved(task_id)
    given = request.files.get(f"bieu.{form_id}")
    if given is None or not given.filename:
        flash(_("Chưa chọn tệp; chọn tệp Excel hoặc Word đã điền rồi tải lên."))
        return _back(task_id, "")
    try:
        found = filled_file(s.database, s.blobs, s.ids, viewer(), task_id, form_id, draft.forms,
                            (given.filename, cast(BinaryIO, given.stream)), s.clock.now())
    except FileRefused as refused:
        errors = (FieldError(form_id, None, None, None, str(refused)),)
        shown = look(task_id, draft.forms, errors)
        return render_template("inbox/task.html", section="inbox.tasks", **task_values(shown, errors)), 422
    return preview(found, _("tệp {name}", name=file_name(given.filename)), Previewed(draft.n, draft.n))


def take(task_id: str) -> Response | tuple[str, int]:
    """The previewed fields go into the draft; where others wrote into them since, the preview stands again."""
    s, form = settings(), request.form
    asked = asked_forms(s.database, viewer(), task_id)
    wanted = request.form.getlist("muc")
    given = read_posted(asked.forms, asked.step, request.form.items(multi=True))
    changed = {form: {key: value for key, value in values.items() if f"{form}.{key}" in wanted}
               for form, values in given.items()}
    tables = {f"{form.id}.{f.id}" for form in asked.forms for f in form.fields if f.type == "table"}
    rows = [value for form, fields in changed.items() for key, value in fields.items() if f"{form}.{key}" in tables]
    source, fields = form.get("nguon", "")[:80], {key: values for key, values in changed.items() if values}
    said = _said(source, sum(len(value) for value in rows if isinstance(value, list)))
    seen = Previewed(form.get("goc", 0, int), form.get("da_xem", 0, int))
    try:
        replace_answers(s.database, viewer(), task_id, fields, said, s.clock.now(), seen)
    except Unseen as unseen:
        page = look(task_id)
        found = shown_again(s.database, viewer(), task_id, fields, s.clock.now())
        told = written_since(page, seen.seen, unseen.places, viewer())
        return preview(found, source, Previewed(seen.first, page.filling.shared.n), told), 409
    return _back(task_id, wanted[0] if wanted else "")


def _said(source: str, rows: int) -> str:
    if rows:
        return _("Đã nhận từ {source}: bảng có {n} dòng.", source=source, n=rows)
    return _("Đã nhận từ {source}.", source=source)


def undo(task_id: str) -> Response:
    """The last large change is taken back, or brought again; what was typed elsewhere stays."""
    _saved(task_id)
    undone = take_back(settings().database, viewer(), task_id, settings().clock.now())
    flash(_("Đã hoàn tác; bấm Lấy lại nếu cần nội dung vừa bỏ.") if undone else _("Đã lấy lại nội dung vừa hoàn tác."))
    return _back(task_id, "")


def preview(found: Proposal, source: str, seen: Previewed, told: str = "") -> str:
    """The changed fields as they would stand, and a line for everything that was not taken; `told`: what others wrote
    since it was looked at last."""
    return render_template("inbox/taking.html", section="inbox.tasks", p=found, source=source, seen=seen,
                           told_since=told, along=beside(), layout=sheets.layout, marks=sheets.marks, files={})


def _saved(task_id: str) -> Draft:
    """What was typed on the page, kept as the draft; with what others typed."""
    s = settings()
    change = posted(asked_forms(s.database, viewer(), task_id))
    return save_draft(s.database, viewer(), task_id, change, s.clock.now())


def _back(task_id: str, where: str) -> Response:
    """To the task, at that table."""
    anchor = "-".join(("f", *where.split(".")[:2])) if where else None
    return back_to(task_id, anchor)
