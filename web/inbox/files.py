"""Files of a task: taken in with what was typed beside them, one by one where scripts run, and handed out."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engine.action.remove_file import remove_file
from engine.plan.form import FormField
from engine.report.asked_forms import asked_forms
from engine.report.file_page import file_page, file_to_remove
from engine.report.read_file import read_file, read_preview
from engine.work.draft import Change
from engine.work.people import Conflict
from engine.work.upload import DRAWN, MEDIA_TYPES, limits_in, too_large, too_many, wrong_kind
from web.guard import viewer, wants_json
from web.i18n import _, told
from web.inbox.autosave import saved_state
from web.inbox.drawing import task_values
from web.inbox.looking import look, save
from web.inbox.onward import back_address, back_to, beside
from web.inbox.overtaken import giving_back
from web.inbox.posting import keep_files, posted
from web.settings import settings

Answer = str | Response | tuple[str, int] | tuple[Response, int]


@dataclass(frozen=True, slots=True)
class FileField:
    """What a page says of a file field before anybody tries. The sentences are the server's own, for {name}."""

    kinds: tuple[str, ...]
    mb: int
    files: int
    accept: str
    photo: str
    """What a camera may hand in; empty where the field takes no pictures."""
    large: str
    wrong: str
    many: str


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module, and what templates ask of it."""
    blueprint.add_url_rule("/viec/<task_id>/tep", "files", giving_back(files), methods=["POST"])
    blueprint.add_url_rule("/viec/<task_id>/tep/<file_id>", "file", file, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/tep/<file_id>/go", "file_removal", removal, methods=["GET"])
    blueprint.add_url_rule("/viec/<task_id>/tep/<file_id>/go", "remove_file", remove, methods=["POST"])
    blueprint.add_url_rule("/tep/<file_id>/xem", "file_view", view, methods=["GET"])
    blueprint.add_url_rule("/tep/<file_id>/anh/<any(nho, lon):size>", "file_picture", picture, methods=["GET"])
    blueprint.add_app_template_global(file_field)
    blueprint.add_app_template_test(DRAWN.__contains__, "drawn")


def file_field(spec: FormField) -> FileField:
    """The plan's limits, or the site's where it takes less."""
    limits = limits_in(spec)
    limits = replace(limits, size=min(limits.size, settings().max_upload_mb * 1024 * 1024))
    kinds = limits.shown
    return FileField(
        kinds, limits.size // (1024 * 1024), limits.files, ",".join(f".{kind}" for kind in sorted(limits.extensions)),
        ",".join(MEDIA_TYPES[kind] for kind in kinds if kind in ("jpg", "png")),
        *(told(str(refusal)) for refusal in (
            too_large("{name}", limits), wrong_kind("{name}", limits), too_many(limits))))


def files(task_id: str) -> Answer:
    """Store the chosen files, or ask whether one shall go; what else was typed is saved with it."""
    change = posted(asked_forms(settings().database, viewer(), task_id))
    if wants_json():
        return _one(task_id, change)
    added, refused = keep_files(viewer(), task_id)
    save(task_id, replace(change, added=added))
    if refused:
        found = look(task_id, None, refused)
        return render_template("inbox/task.html", section="inbox.tasks", **task_values(found, refused)), 422
    if leaving := request.form.get("hoi"):
        return redirect(url_for("inbox.file_removal", task_id=task_id, file_id=leaving,
                                canh=1 if beside() else None), 303)
    anchor = request.form.get("tai", "").replace(".", "-")
    return back_to(task_id, anchor or None)


def _one(task_id: str, change: Change) -> tuple[Response, int]:
    """One file from a script: its line for the page and the saved state, or why it is not taken."""
    try:
        added, refused = keep_files(viewer(), task_id)
        if refused or not added:
            return jsonify(problem=told(refused[0].message) if refused else ""), 422
        save(task_id, replace(change, added=added))
    except Conflict as conflict:
        return jsonify(problem=told(str(conflict))), 409
    found = look(task_id)
    place, ids = next(iter(added.items()))
    line = render_template("inbox/file_line.html", name=f"f.{place}", file_id=ids[0], **task_values(found))
    return jsonify(line=line, id=ids[0], state=saved_state(found, change, viewer())), 200


def file(task_id: str, file_id: str) -> Response:
    """Hand out a file, always to be saved, never to be shown within this site."""
    found = read_file(settings().database, settings().blobs, viewer(), file_id)
    return send_file(found.content, mimetype=found.media_type, as_attachment=True, download_name=found.name)


def removal(task_id: str, file_id: str) -> str:
    """What it means to take the file out, before it is done; a script shows it over the form."""
    found, own = file_to_remove(settings().database, viewer(), task_id, file_id)
    part = "_part" if request.headers.get("HX-Request") else ""
    return render_template(f"inbox/file_removal{part}.html", section="inbox.tasks", f=found, own=own, task_id=task_id,
                           back=back_address(task_id), along=beside())


def remove(task_id: str, file_id: str) -> Answer:
    """Take the file out of the task, and out of its draft."""
    form = request.form
    change = Change({}, frozenset(), seen=form.get("goc", 0, int), tab=form.get("khoa", "")[:64],
                    dropped=frozenset([file_id]))
    try:
        name = remove_file(settings().database, viewer(), task_id, file_id, settings().clock.now())
        save(task_id, change)
    except Conflict as conflict:
        if not wants_json():
            raise
        return jsonify(problem=told(str(conflict))), 409
    said = _("Đã gỡ tệp {name}.", name=name)
    if wants_json():
        return jsonify(said=said, state=saved_state(look(task_id), change, viewer()))
    flash(said)
    return back_to(task_id)


def view(file_id: str) -> str:
    """The file to look at, without opening the original; `viec` says from which task one came."""
    s = settings()
    found = file_page(s.database, viewer(), file_id)
    large = read_preview(s.database, s.blobs, viewer(), file_id, large=True)
    if large:
        large.close()  # drawn now, so that the page knows whether there is one
    return render_template("inbox/file.html", section="inbox.tasks", f=found, shown=large is not None,
                           task_id=request.args.get("viec") or found.task.id)


def picture(file_id: str, size: str) -> Response:
    """A picture drawn by the server: no byte of the original reaches the browser. In a list a sign stands for none."""
    s = settings()
    found = read_preview(s.database, s.blobs, viewer(), file_id, large=size == "lon")
    if found is None and size == "nho":
        return redirect(url_for("static", filename="no-picture.svg"))
    if found is None:
        return Response(status=404)
    answer = send_file(found, mimetype="image/webp")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
