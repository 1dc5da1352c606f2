"""What a person sees when something is refused or breaks: one sentence and a way out, in the frame."""

import secrets
from traceback import extract_tb
from typing import Any

import structlog
from flask import Flask, current_app, g, jsonify, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoPage
from werkzeug.wrappers import Response

from engine.action.record_refusal import record_refusal
from engine.report.storage import storage_kind
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound, Stopped
from web.guard import page_before, signed_out, wants_json
from web.i18n import _
from web.settings import settings
from web.typed_words import typed_words

_log = structlog.get_logger("kheo.web")
Answer = tuple[str, int] | tuple[Response, int]


def page(
    status: int, title: str, sentence: str, way_out: str | None = None, link: str | None = None,
) -> Answer:
    """An error page in the frame with what was typed, the bare notice where only a part of the page was asked for, the
    sentence alone for a script."""
    if wants_json():
        return jsonify(problem=sentence), status
    template = "error_part.html" if request.headers.get("HX-Request") else "error.html"
    target = link or url_for("inbox.tasks")
    words = way_out or _("Về hộp việc")
    return render_template(template, status=status, title=title, sentence=sentence, way_out=words, link=target,
                           typed=typed_words()), status


def install(app: Flask) -> None:
    """Register the pages of 400, 403, 404, 405, 409, 413, 422, 500 and 503."""
    app.register_error_handler(NotFound, _missing)
    app.register_error_handler(NoPage, _missing)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(FormRefused, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(MethodNotAllowed, _reloaded)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(Exception, _broken)


def _missing(error: Exception) -> Answer:
    said = str(error) if isinstance(error, NotFound) and str(error) else ""
    if said and request.method == "POST":
        record_refused(said)
    return page(404, _("Không thấy trang này"), said or _(
        "Địa chỉ không đúng, hoặc nội dung này không thuộc phạm vi của bạn."))


def _forbidden(error: Forbidden) -> Answer:
    record_refused(str(error))
    return page(403, _("Bạn không làm được việc này"), str(error))


def record_refused(reason: str) -> None:
    """Whoever tried to act without the right is on record, also where it is not said that there is something."""
    s = settings()
    if g.get("viewer"):
        record_refusal(s.database, g.viewer, f"{request.method} {request.endpoint}", request.path, reason,
                       s.clock.now())


def _conflict(error: Conflict) -> Answer:
    if isinstance(error, Stopped):
        return page(409, _("Chưa làm được"), str(error), _("Quay lại"), page_before())
    return page(409, _("Việc đã thay đổi từ lúc bạn mở trang"), str(error), _("Mở lại trang"), page_before())


def _refused(error: FormRefused) -> Answer:
    return page(422, _("Chưa làm được"), str(error), _("Quay lại"), page_before())


def _forged(error: CSRFError) -> Answer | Response:
    if wants_json():
        return Response("{}", 401, mimetype="application/json")
    if "person" not in session and (typed := typed_words()):
        return signed_out(typed)
    return page(400, _("Trang đã cũ"), _(
        "Trang mở quá lâu nên kheo chưa nhận nội dung gửi lên. Quay lại, tải lại trang rồi gửi lần nữa."),
        _("Mở lại trang"), page_before())


def _too_large(error: RequestEntityTooLarge) -> Answer:
    said = _("Mỗi lần gửi nhận tối đa {n} MB; chưa tệp nào được lưu. Giảm dung lượng hoặc chia nhỏ rồi tải lại.",
             n=settings().max_upload_mb)
    return page(413, _("Tệp quá lớn"), said, _("Quay lại"), page_before())


def _reloaded(error: MethodNotAllowed) -> Answer | Response:
    """The address of an act at a task, reached by a reload or from the history: the task is there to be looked at."""
    adapter = current_app.create_url_adapter(request)
    if adapter and request.method == "GET" and "POST" in (error.valid_methods or ()):
        _endpoint, named = adapter.match(request.path, method="POST")
        if "task_id" in named:
            address: dict[str, Any] = {**request.args, "task_id": named["task_id"]}
            return redirect(url_for("inbox.task", **address))
    return _other(error)


def _other(error: HTTPException) -> Answer:
    status = error.code or 500
    return page(status, _("kheo chưa hiểu yêu cầu này"), _(
        "Yêu cầu không đúng dạng trang này nhận (mã {code}). Quay lại và thử lần nữa.", code=status))


def _broken(error: Exception) -> Answer:
    reference = secrets.token_hex(4)
    # Neither the message of the error nor any value: both may hold what somebody typed.
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)[-12:]]
    _log.error("request failed", reference=reference, endpoint=request.endpoint, method=request.method,
               error=type(error).__name__, where=where)
    if kind := storage_kind(error):
        return _storage(kind)
    return page(500, _("kheo gặp lỗi"), _(
        "Nội dung của lần gửi này chưa được ghi. Thử lại; nếu vẫn lỗi, báo người quản trị mã {reference}.",
        reference=reference))


def _storage(kind: str) -> Answer:
    """The notice without the frame, which asks the database who is there."""
    if kind == "full":
        sentence = _("Máy chủ đã hết chỗ trên đĩa nên nội dung của lần gửi này chưa được ghi; dữ liệu cũ còn nguyên. "
                     "Giữ nội dung đang viết, báo người quản trị giải phóng chỗ, rồi gửi lại.")
    elif kind == "busy":
        sentence = _("Nhiều người cùng ghi nên nội dung của lần gửi này chưa được ghi. Chờ một phút rồi gửi lại.")
    else:
        sentence = _("Cơ sở dữ liệu chưa trả lời nên nội dung của lần gửi này chưa được ghi. Chờ một phút rồi gửi "
                     "lại; nếu vẫn vậy, báo người quản trị.")
    if wants_json():
        return jsonify(problem=sentence), 503
    return render_template("error_bare.html", title=_("kheo chưa ghi được"), sentence=sentence, typed=typed_words(),
                           back=page_before()), 503
