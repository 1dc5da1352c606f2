"""A form goes for signature: put in, printed, signed and sealed, its scan kept; all of it without scripts too."""

import io

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from engine.action.keep_signature import keep_signature
from engine.action.record_signature import record_signature
from engine.action.remove_file import remove_file
from engine.action.submit_to_sign import submit_to_sign
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.base.text import slug
from engine.document.letter_docx import MEDIA_TYPE, letter_docx
from engine.report.asked_forms import asked_forms
from engine.report.sign_letter import sign_letter
from engine.report.signature_shown import sign_sheet
from engine.work.signature import PLACE
from web.guard import viewer
from web.inbox import sheets
from web.inbox.desk import tried
from web.inbox.looking import save
from web.inbox.onward import back_to
from web.inbox.overtaken import Answer, giving_back
from web.inbox.posting import keep_scans, posted
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>/ban-trinh", "sign_sheet", sheet, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/ban-trinh.docx", "sign_sheet_docx", sheet_docx, methods=["GET"])
    for address, name, view in (
            ("trinh-ky", "submit_to_sign", giving_back(submit)), ("da-ky", "record_signature", signed),
            ("giu-ban-ky", "keep_signature", keep), ("bo-ban-chup", "drop_scan", drop)):
        blueprint.add_url_rule(f"/viec/<task_id>/{address}", name, view, methods=["POST"])


def sheet(task_id: str) -> str:
    """The form in the official layout, to be printed and signed."""
    s = settings()
    today = local_day(s.clock.now())
    return render_template("inbox/sign_sheet.html", section="inbox.tasks", files={}, today=today,
                           layout=sheets.layout, marks=sheets.marks,
                           d=sign_sheet(s.database, viewer(), task_id, today))


def sheet_docx(task_id: str) -> Response:
    """The same as a Word file, to be completed, printed and signed."""
    s = settings()
    now = s.clock.now()
    found = sign_sheet(s.database, viewer(), task_id, local_day(now))
    name = slug(f"ban trinh {found.task.subject or found.task.title}")[:80]
    return send_file(io.BytesIO(letter_docx(sign_letter(found, local_day(now)), now)), mimetype=MEDIA_TYPE,
                     as_attachment=True, download_name=f"{name}.docx")


def submit(task_id: str) -> Answer:
    """What was typed is saved, and put in for signature as it is."""
    s = settings()
    save(task_id, posted(asked_forms(s.database, viewer(), task_id)))
    return tried(task_id, lambda: submit_to_sign(s.database, s.ids, viewer(), task_id, s.clock.now()), "ky")


def signed(task_id: str) -> Answer:
    """What stands under the signed copy, with its scan."""
    s, form = settings(), request.form
    texts = (form.get("so_ky_hieu", ""), form.get("nguoi_ky", ""), form.get("chuc_vu_ky", ""), form.get("tu_cach", ""))

    def act() -> str:
        said, copy_id = record_signature(s.database, s.ids, viewer(), task_id, texts, day_in(form.get("ngay_ky", "")),
                                         form.get("dong_dau") == "1", s.clock.now())
        keep_scans(task_id, (PLACE, copy_id), "ban_ky")
        return said
    return tried(task_id, act, "ky")


def keep(task_id: str) -> Answer:
    """The form was changed and the signed copy stays, with the reason."""
    s, why = settings(), request.form.get("ly_do_giu", "")
    return tried(task_id, lambda: keep_signature(s.database, s.ids, viewer(), task_id, why, s.clock.now()), "ky")


def drop(task_id: str) -> Answer:
    """A scan that was attached by mistake goes."""
    s = settings()
    remove_file(s.database, viewer(), task_id, request.form.get("tep", ""), s.clock.now())
    return back_to(task_id, "ky")
