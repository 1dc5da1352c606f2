"""Decisions on single days: what an administrator keeps, and which deadlines move with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.decide_day import Decision, MovedRun, decide_day, preview_day
from engine.base.calendar import day_in
from engine.report.decided import decided_page
from engine.work.people import Conflict, NotFound
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/lich/quyet-dinh", "decisions", decisions, methods=["GET"])
    blueprint.add_url_rule("/lich/quyet-dinh", "decide", decide, methods=["POST"])


def decisions() -> str:
    """All decisions, and the form for another one."""
    return _page()


def decide() -> Response | tuple[str, int]:
    """First shows what would move; the second press keeps it. What is wrong comes back with everything typed."""
    s, typed = settings(), request.form
    decision, wrong = _read(typed.get("ngay", ""), typed.get("la", ""), typed.get("theo", ""), typed.get("ngay_qd", ""))
    if decision is None:
        return _page(wrong=wrong), 422
    try:
        if typed.get("viec") != "ghi":
            return _page(decision=decision,
                         moved=preview_day(s.database, s.ids, viewer(), decision, s.clock.now())), 200
        moved = decide_day(s.database, s.ids, viewer(), decision, s.clock.now())
    except (Conflict, NotFound) as refused:
        return _page(wrong=str(refused)), 409
    count = sum(len(run.moved) for run in moved)
    said = _("Đã ghi lịch ngày {day}.", day=f"{decision.day:%d/%m/%Y}")
    flash(f"{said} {_('{n} việc đang mở đổi hạn theo.', n=count) if count else _('Không việc nào phải đổi hạn.')}")
    return redirect(url_for("calendar.decisions"), 303)


def _page(decision: Decision | None = None, moved: tuple[MovedRun, ...] = (), wrong: str = "") -> str:
    found = decided_page(settings().database, viewer())
    return render_template("calendar/decisions.html", section="calendar.year", p=found, decision=decision, moved=moved,
                           wrong=wrong, typed=request.form)


def _read(day: str, kind: str, source: str, decided_on: str) -> tuple[Decision | None, str]:
    """The decision typed; else None and what is wrong with it. Kind: "nghi", "lam-viec", "rut"."""
    found, issued = day_in(day), day_in(decided_on)
    if found is None:
        return None, _("“{typed}” không phải là ngày; ghi ngày/tháng/năm, ví dụ 20/10/2026.", typed=day[:40])
    if kind not in ("nghi", "lam-viec", "rut"):
        return None, _("Chưa chọn ngày ấy nghỉ hay làm việc.")
    if kind == "rut":
        return Decision(found, None), ""
    if issued is None:
        return None, _("Ngày của văn bản “{typed}” không phải là ngày; ghi ngày/tháng/năm.", typed=decided_on[:40])
    return Decision(found, kind == "lam-viec", source.strip(), issued), ""
