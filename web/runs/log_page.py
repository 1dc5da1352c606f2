"""The record of a run for those who may read all of it."""

from flask import Blueprint, abort, render_template, request

from engine.base.clock import local_day
from engine.report.run_log import run_log
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>/nhat-ky", "log", log)


def log(run_id: str) -> str:
    """A page of the record; `truoc` is the key of the page, `xem=tu-choi` shows refusals only."""
    s = settings()
    before, shown = request.args.get("truoc"), request.args.get("xem", "")
    if before is not None and not before.isdecimal():
        abort(404)
    found = run_log(s.database, viewer(), run_id, local_day(s.clock.now()), int(before[:15]) if before else None,
                    shown == "tu-choi")
    return render_template("runs/log.html", section="runs.runs", p=found, run=found.run, tab="log", commands=commands(),
                           before=before)


def commands() -> dict[str, str]:
    """Commands in the words of those who gave them."""
    return {
        "prepare_run": _("Chuẩn bị đợt thực hiện"), "complete_task": _("Gửi việc"), "cast_ballot": _("Nộp phiếu điểm"),
        "move_event": _("Ấn định ngày sự kiện"), "close_run": _("Kết thúc đợt"), "nominate_entry": _("Đề xuất mô hình"),
        "store_file": _("Tải tệp lên"), "remove_file": _("Gỡ tệp"), "add_comment": _("Trao đổi"),
        "open_step": _("Mở bước theo chỉ đạo"), "raise_difficulty": _("Phản ánh vướng mắc"),
        "retry_incident": _("Thử lại sau sự cố"),
        "retry_job": _("Chạy lại việc nền"), "dismiss_incident": _("Bỏ qua sự cố"), "urge": _("Nhắc việc"),
        "urge_voters": _("Nhắc thành viên bỏ phiếu"),
        "prepare_amendment": _("Xem trước bản sửa kế hoạch"), "approve_amendment": _("Duyệt bản sửa kế hoạch"),
        "apply_amendment": _("Áp dụng xong bản sửa kế hoạch"), "reverse_amendment": _("Đảo lại bản sửa kế hoạch"),
        "fire_timer": _("Đến ngày, kheo tự chuyển bước"), "GET": _("Mở trang"), "POST": _("Gửi trang"),
    }
