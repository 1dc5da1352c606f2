"""The list of incidents, and the two things a person can do about one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.dismiss_incident import dismiss_incident
from engine.action.retry_incident import retry_incident
from engine.action.retry_job import retry_job
from engine.base.clock import local_day
from engine.report.incidents import incident_page
from engine.report.jobs import untold_jobs
from engine.work.people import Conflict, FormRefused
from web.guard import viewer
from web.i18n import _
from web.settings import settings

ENDED = "da-xu-ly"


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/su-co", "incidents", incidents, methods=["GET"])
    blueprint.add_url_rule("/su-co/<incident_id>/thu-lai", "retry", retry, methods=["POST"])
    blueprint.add_url_rule("/su-co/<incident_id>/bo-qua", "dismiss", dismiss, methods=["POST"])
    blueprint.add_url_rule("/su-co/viec-nen/<job_id>/chay-lai", "run_job", run_job, methods=["POST"])


def incidents() -> str:
    """A page of the list; `dot` chooses a run, `xem=da-xu-ly` those that are over, `sau` is the key of the page."""
    return _page()


def retry(incident_id: str) -> Response | tuple[str, int]:
    """Try it again; what came of it is said on the list."""
    s = settings()
    try:
        done = retry_incident(s.database, s.ids, viewer(), incident_id, s.clock.now())
    except Conflict as conflict:
        return _page(refusal=str(conflict)), 409
    if done.status == "open":
        return _page(refusal=done.message), 409
    flash(done.message)
    return _back()


def dismiss(incident_id: str) -> Response | tuple[str, int]:
    """Put it aside; without a reason the form comes back."""
    s = settings()
    try:
        dismiss_incident(s.database, viewer(), incident_id, request.form.get("ly_do", ""), s.clock.now())
    except FormRefused as refused:
        return _page(incident_id, str(refused)), 422
    except Conflict as conflict:
        return _page(refusal=str(conflict)), 409
    flash(_("Đã bỏ qua sự cố; lý do đã được ghi."))
    return _back()


def run_job(job_id: str) -> Response | tuple[str, int]:
    """Work in the background that is no body's own, and was given up, is done again."""
    s = settings()
    try:
        retry_job(s.database, viewer(), job_id, s.clock.now())
    except Conflict:
        return _page(refusal=_("Việc nền này không còn trong danh sách; có thể đã được chạy lại.")), 409
    flash(_("Việc nền sẽ được chạy lại trong ít phút."))
    return _back()


def _page(wrong_at: str = "", wrong: str = "", refusal: str = "") -> str:
    s, asked = settings(), request.values
    ended = asked.get("xem") == ENDED
    found = incident_page(s.database, viewer(), local_day(s.clock.now()), asked.get("dot") or None, ended,
                          asked.get("sau") or None)
    stranded = () if ended or found.run else untold_jobs(s.database, viewer())
    return render_template(
        "incidents/list.html", section="runs.runs", p=found, ended=ended, words=doing_words(), stranded=stranded,
        kinds=kind_words(), states=status_words(), wrong_at=wrong_at, wrong=wrong, refusal=refusal,
        typed=request.form.get("ly_do", ""))


def _back() -> Response:
    return redirect(url_for("incidents.incidents", dot=request.form.get("dot") or None), 303)


def doing_words() -> dict[str, str]:
    """What was being done, as shown."""
    return {
        "start": _("Mở việc cho nơi tham gia"), "complete": _("Gửi việc"), "deliver": _("Chuyển tin tới nơi đang chờ"),
        "fire": _("Tự chuyển bước khi đến ngày"), "cancel": _("Kết thúc"), "notice": _("Nhắc việc"),
        "letter": _("Gửi thư"), "job": _("Chạy nền"), "reconcile": _("Đối chiếu dữ liệu với trạng thái đã lưu"),
        "transition": _("So bước đi đã nhớ với bước đi tính lại"),
    }


def kind_words() -> dict[str, str]:
    """Kinds of work in the background, as shown."""
    return {
        "timer": _("bước đến ngày"), "message": _("tin giữa các nơi"), "incident": _("thử lại sự cố"),
        "task": _("nhắc việc"), "letter": _("gửi thư"), "amendment": _("áp dụng bản sửa kế hoạch"),
        "reconcile": _("đối chiếu dữ liệu hằng ngày"), "bulk": _("làm nhiều việc một lượt"), "sweep": _("dọn tệp"),
    }


def status_words() -> dict[str, str]:
    """How an incident stands, as shown."""
    return {"open": _("chưa xử lý"), "retried": _("đã làm lại xong"), "resolved": _("đã được gỡ"),
            "dismissed": _("đã bỏ qua")}
