"""The plan of a running run is amended: a new version comes in, is shown, approved, applied by pages, taken back."""

from collections.abc import Callable, Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.apply_amendment import apply_amendment
from engine.action.approve_amendment import approve_amendment
from engine.action.preview_amendment import prepare_amendment
from engine.action.reverse_amendment import reverse_amendment
from engine.base.clock import local_day
from engine.base.diagnostic import PlanError
from engine.plan.folder import load_sources, load_text
from engine.report.amendments import AmendmentLine, amendment_page, check_amended, texts_of
from engine.work.people import Conflict, NotFound
from web.guard import viewer
from web.i18n import _
from web.settings import settings

MOST_BYTES = 2_000_000
PAGE = 100
"""So many instances follow in one request."""
SHOWN = 60
"""So many moves of a preview are drawn."""


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>/sua", "amendments", shown, methods=["GET"])
    blueprint.add_url_rule("/dot/<run_id>/sua", "amend", uploaded, methods=["POST"])
    blueprint.add_url_rule("/dot/<run_id>/sua/<amendment_id>/xem-lai", "amend_again", again, methods=["POST"])
    blueprint.add_url_rule("/dot/<run_id>/sua/<amendment_id>/duyet", "approve_amendment", approve, methods=["POST"])
    blueprint.add_url_rule("/dot/<run_id>/sua/<amendment_id>/tiep", "apply_amendment", go_on, methods=["POST"])
    blueprint.add_url_rule("/dot/<run_id>/sua/<amendment_id>/dao-lai", "reverse_amendment", back, methods=["POST"])


def shown(run_id: str) -> str:
    """What waits for approval, what is under way, what was done."""
    return _page(run_id)


def uploaded(run_id: str) -> Response | tuple[str, int]:
    """A plan file comes in; files beside it are those of the version that runs."""
    s = settings()
    given = request.files.get("tep")
    content = given.read(MOST_BYTES + 1) if given else b""
    if not content:
        return _page(run_id, _("Chưa chọn tệp kế hoạch.")), 422
    if len(content) > MOST_BYTES:
        return _page(run_id, _("Tệp lớn quá 2 MB; tệp kế hoạch chỉ là chữ, hãy kiểm tra lại.")), 422
    try:
        loaded = load_text(content.decode("utf-8-sig"), texts_of(s.database, viewer(), run_id).sources)
        prepare_amendment(s.database, s.ids, viewer(), run_id, loaded, (), s.clock.now())
    except UnicodeDecodeError:
        return _page(run_id, _("Tệp không phải chữ UTF-8; hãy lưu lại với mã UTF-8 rồi tải lên.")), 422
    except PlanError as broken:
        return _page(run_id, "\n".join(map(str, broken.diagnostics[:10]))), 422
    except (Conflict, NotFound) as refused:
        return _page(run_id, str(refused)), 409
    flash(_("Đã giữ bản mới. Đọc phần xem trước rồi duyệt; chưa có gì thay đổi."))
    return redirect(url_for("runs.amendments", run_id=run_id), 303)


def again(run_id: str, amendment_id: str) -> Response | tuple[str, int]:
    """The same version previewed anew; `go` names steps whose open work may be let go."""
    s = settings()

    def prepare() -> None:
        loaded = load_sources(texts_of(s.database, viewer(), run_id, amendment_id).sources)
        prepare_amendment(s.database, s.ids, viewer(), run_id, loaded, _chosen(), s.clock.now())

    return _done(run_id, prepare, _("Đã xem trước lại theo tình hình lúc này."))


def _chosen() -> Iterable[str]:
    return tuple(dict.fromkeys(request.form.getlist("go")))


def approve(run_id: str, amendment_id: str) -> Response | tuple[str, int]:
    """By the digest of what the page showed; the first instances follow at once."""
    s = settings()
    check_amended(s.database, viewer(), run_id, amendment_id)
    try:
        approve_amendment(s.database, s.ids, viewer(), amendment_id, request.form.get("ma", ""), s.clock.now())
    except (Conflict, NotFound, PlanError) as refused:
        return _page(run_id, str(refused)), 409
    goes_on = _apply(amendment_id)
    flash(_("Đã duyệt; bản sửa đang được áp dụng.") if goes_on else _(
        "Đã duyệt; lúc này chưa áp dụng được, kheo tự thử lại và báo ở trang Sự cố nếu vẫn chưa được."))
    return redirect(url_for("runs.amendments", run_id=run_id), 303)


def _apply(amendment_id: str) -> bool:
    """One page; False when its plan cannot be read by this kheo. What was approved stays approved, and is tried again
    by itself."""
    s = settings()
    try:
        apply_amendment(s.database, s.ids, amendment_id, s.clock.now(), PAGE)
    except PlanError:
        return False
    return True


def go_on(run_id: str, amendment_id: str) -> Response | str:
    """One page more; htmx gets the progress, and the whole page when all is done."""
    s = settings()
    check_amended(s.database, viewer(), run_id, amendment_id)
    _apply(amendment_id)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("runs.amendments", run_id=run_id), 303)
    found = amendment_page(s.database, viewer(), run_id, local_day(s.clock.now()))
    line = next((one for one in found.amendments if one.id == amendment_id), None)
    if line is None or line.status != "applying":
        return Response("", 200, {"HX-Refresh": "true"})
    return render_template("runs/amend_progress.html", run=found.run, a=line)


def back(run_id: str, amendment_id: str) -> Response | tuple[str, int]:
    """Take it back while nobody has acted under it, also half-way."""
    s = settings()
    check_amended(s.database, viewer(), run_id, amendment_id)
    return _done(run_id, lambda: reverse_amendment(s.database, s.ids, viewer(), amendment_id, s.clock.now()),
                 _("Đã đảo lại bản sửa; hạn, biểu mẫu, tên việc và bản nháp trở lại như trước."))


def _done(run_id: str, act: Callable[[], object], said: str) -> Response | tuple[str, int]:
    try:
        act()
    except (Conflict, NotFound, PlanError) as refused:
        return _page(run_id, str(refused)), 409
    flash(said)
    return redirect(url_for("runs.amendments", run_id=run_id), 303)


def _page(run_id: str, refusal: str = "") -> str:
    s = settings()
    found = amendment_page(s.database, viewer(), run_id, local_day(s.clock.now()))
    return render_template("runs/amend.html", section="runs.runs", p=found, run=found.run, tab="amend",
                           refusal=refusal, droppable=droppable, most=SHOWN, kinds=kinds())


def droppable(line: AmendmentLine) -> list[dict[str, str]]:
    """Steps that the new version lacks: their open work may be let go."""
    return list(line.content["steps"]["gone"])


def kinds() -> dict[str, str]:
    """What may happen to a field of a form."""
    return {"added": _("thêm"), "removed": _("bỏ"), "renamed": _("đổi tên"), "retyped": _("đổi loại"),
            "required": _("nay bắt buộc"), "optional": _("nay không bắt buộc"), "options": _("đổi lựa chọn")}
