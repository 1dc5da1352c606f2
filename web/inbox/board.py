"""The list of tasks: views with counts, groups by due day, search, one page after another."""

from datetime import date

from flask import Blueprint, abort, render_template, request

from engine.base.clock import local_day
from engine.report.inbox import VIEWS, Inbox, InboxRow, inbox_of
from engine.report.task_page import task_page
from engine.report.upcoming import upcoming_of
from web.guard import viewer
from web.i18n import _
from web.inbox.drawing import task_values
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec", "tasks", tasks)
    blueprint.add_url_rule("/them", "more", more)


def tasks() -> str:
    """The inbox; only the list, or only more rows, where htmx asks for that part."""
    s = settings()
    view = request.args.get("xem", "can-lam")
    query, after = request.args.get("q", "").strip()[:200], request.args.get("sau") or None
    if view not in VIEWS:
        abort(404)
    today = local_day(s.clock.now())
    try:
        found = inbox_of(s.database, viewer(), view, query, after, today, s.calendar())
    except ValueError:
        abort(404)
    coming = upcoming_of(s.database, viewer(), today) if not found.rows and not query and not after else None
    return render_template(_template(), section="inbox.tasks", inbox=found, sections_of_rows=_grouped(found),
                           names=view_names(), query=query, after=after, coming=coming, group_names=_group_names(),
                           **_opened(found, today))


def more() -> str:
    """The rest of the menu, for phones."""
    return render_template("inbox/more.html", section="inbox.more")


def _opened(found: Inbox, today: date) -> dict[str, object]:
    """The first task, for the pane of a whole page; nothing for a telephone that says it is one."""
    if request.headers.get("HX-Request") or request.headers.get("Sec-CH-UA-Mobile") == "?1" or not found.rows:
        return {"p": None}
    return task_values(task_page(settings().database, viewer(), found.rows[0].id, today))


def _template() -> str:
    if not request.headers.get("HX-Request"):
        return "inbox/board.html"
    return "inbox/rows.html" if request.headers.get("HX-Target") == "them" else "inbox/list.html"


def _grouped(found: Inbox) -> list[tuple[str, list[InboxRow]]]:
    """The rows under their group heads; "Đã xong" has no groups."""
    if found.view == "da-xong":
        return [("", list(found.rows))] if found.rows else []
    groups: dict[str, list[InboxRow]] = {}
    for row in found.rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.items())


def view_names() -> dict[str, str]:
    """The views in their order, as shown."""
    return {
        "can-lam": _("Cần làm"), "qua-han": _("Quá hạn"), "hom-nay": _("Hôm nay"), "tuan-nay": _("Tuần này"),
        "can-bo-sung": _("Cần bổ sung"), "ban-nhap": _("Bản nháp"), "cho-nguoi-khac": _("Chờ người khác"),
        "da-xong": _("Đã xong"),
    }


def _group_names() -> dict[str, str]:
    return {
        "late": _("Quá hạn"), "now": _("Hôm nay"), "soon": _("3 ngày làm việc tới"), "week": _("Tuần này"),
        "month": _("Tháng này"), "later": _("Sau"), "none": _("Chưa có hạn"),
    }


