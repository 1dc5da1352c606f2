"""A form goes for signature: put in, printed, signed and sealed, its scan kept; all of it without scripts too."""

from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.keep_signature import keep_signature
from engine.action.record_signature import record_signature
from engine.action.remove_file import remove_file
from engine.action.save_draft import save_draft
from engine.action.store_file import Upload, store_file
from engine.action.submit_to_sign import submit_to_sign
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.report.asked_forms import asked_forms
from engine.report.signature_shown import sign_sheet
from engine.work.people import FormRefused, refused
from engine.work.signature import PLACE
from engine.work.upload import FileRefused
from web.guard import viewer
from web.inbox import sheets
from web.inbox.desk import look, page
from web.inbox.posting import posted
from web.settings import settings

Answer = Response | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/<task_id>/ban-trinh", "sign_sheet", sheet, methods=["GET"])
    for address, name, view in (("trinh-ky", "submit_to_sign", submit), ("da-ky", "record_signature", signed),
                                ("giu-ban-ky", "keep_signature", keep), ("bo-ban-chup", "drop_scan", drop)):
        blueprint.add_url_rule(f"/viec/<task_id>/{address}", name, view, methods=["POST"])


def sheet(task_id: str) -> str:
    """The form in the official layout, to be printed and signed."""
    s = settings()
    today = local_day(s.clock.now())
    return render_template("inbox/sign_sheet.html", section="inbox.tasks", files={}, today=today,
                           layout=sheets.layout, marks=sheets.marks,
                           d=sign_sheet(s.database, viewer(), task_id, today))


def submit(task_id: str) -> Answer:
    """What was typed is saved, and put in for signature as it is."""
    s = settings()
    change = posted(asked_forms(s.database, viewer(), task_id)).change
    if change.answers:
        save_draft(s.database, viewer(), task_id, change, s.clock.now())
    try:
        said = submit_to_sign(s.database, s.ids, viewer(), task_id, s.clock.now())
    except FormRefused as error:
        return page(look(task_id, None, error.errors), error.errors), 422
    return _back(task_id, said)


def signed(task_id: str) -> Answer:
    """What stands under the signed copy, with its scan."""
    s, form = settings(), request.form
    try:
        texts = (form.get("so_ky_hieu", ""), form.get("nguoi_ky", ""), form.get("chuc_vu_ky", ""),
                 form.get("tu_cach", ""))
        said, copy_id = record_signature(s.database, s.ids, viewer(), task_id, texts, day_in(form.get("ngay_ky", "")),
                                         form.get("dong_dau") == "1", s.clock.now())
        _keep_scans(task_id, copy_id)
    except FormRefused as error:
        return page(look(task_id), error.errors), 422
    return _back(task_id, said)


def keep(task_id: str) -> Answer:
    """The form was changed and the signed copy stays, with the reason."""
    s = settings()
    try:
        return _back(task_id, keep_signature(s.database, s.ids, viewer(), task_id, request.form.get("ly_do_giu", ""),
                                             s.clock.now()))
    except FormRefused as error:
        return page(look(task_id), error.errors), 422


def drop(task_id: str) -> Answer:
    """A scan that was attached by mistake goes."""
    s = settings()
    remove_file(s.database, viewer(), task_id, request.form.get("tep", ""), s.clock.now())
    return redirect(url_for("inbox.task", task_id=task_id, _anchor="ky"), 303)


def _keep_scans(task_id: str, copy_id: str) -> None:
    s = settings()
    for given in request.files.getlist("ban_ky"):
        if given.filename:
            upload = Upload(task_id, PLACE, copy_id, given.filename, cast(BinaryIO, given.stream))
            try:
                store_file(s.database, s.blobs, s.ids, viewer(), upload, s.clock.now())
            except FileRefused as error:
                raise refused("ban_ky", str(error)) from None


def _back(task_id: str, said: str) -> Response:
    flash(said)
    return redirect(url_for("inbox.task", task_id=task_id, _anchor="ky"), 303)
