"""The list of tasks: views with counts, groups, search, what narrows it, one page after another."""

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.base.clock import local_day
from engine.bpmn.graph import Outcome
from engine.report.facets import facets_of, filter_names
from engine.report.inbox import Inbox, InboxRow, Side, inbox_of, side_of
from engine.report.inbox_order import read_key
from engine.report.nothing import why_nothing
from engine.report.own_pages import keys_of
from engine.report.saved import saved_views_of
from engine.report.task_page import task_page
from engine.report.upcoming import upcoming_of
from engine.report.vote_list import looks_after
from engine.report.wanted import TODO, Wanted, wanted_from, wanted_in
from engine.work.people import Forbidden, NotFound
from web.guard import viewer
from web.i18n import _
from web.inbox.capacity import chosen, lister
from web.inbox.drawing import task_values
from web.inbox.names import filter_kinds, group_names, grouping_names, view_names
from web.settings import settings

_MANY = 10
"""From so many tasks on they can be chosen to be exported, passed on or given time together."""


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec", "tasks", tasks)
    blueprint.add_url_rule("/viec/dem", "counters", counters)
    blueprint.add_url_rule("/viec/loc", "narrow", narrow)
    blueprint.add_url_rule("/them", "more", more)


def tasks() -> str | Response:
    """The inbox; only the list, or only more rows, where htmx asks for that part."""
    s = settings()
    if (view := request.args.get("xem", "")).startswith("~"):
        return _saved(view[1:])
    wanted, after = asked_for(), request.args.get("sau") or None
    today = local_day(s.clock.now())
    try:
        found = inbox_of(s.database, lister(), wanted, after, today, s.calendar())
    except ValueError:
        abort(404)
    plain = not wanted.set_filters() and not after
    coming = upcoming_of(s.database, lister(), today) if not found.rows and plain else None
    nothing = why_nothing(s.database, lister(), wanted, today) if not found.rows and not plain else None
    picks = found.total >= _MANY or any(row.more_time or row.acts and wanted.view in TODO for row in found.rows)
    return render_template(_template(), section="inbox.tasks", inbox=found, wanted=wanted,
                           sections_of_rows=_grouped(found, after), names=view_names(), after=after, coming=coming,
                           group_names=group_names(), groupings=grouping_names(), kinds=filter_kinds(), picks=picks,
                           usual=_usual(found),
                           nothing=nothing, here=here, narrowed=filter_names(s.database, viewer(), wanted),
                           **_beside(found, today), **_opened(found, today))


def counters() -> str:
    """The views with their counts, for a page that stays open."""
    s = settings()
    return render_template("inbox/views.html", wanted=asked_for(), names=view_names(), here=here, wanted_in=wanted_in,
                           votes="phieu" in request.args, side=_side(local_day(s.clock.now())))


def narrow() -> str:
    """What the list can be narrowed by: a page of its own, or one part under its chip where htmx asks."""
    s, wanted = settings(), asked_for()
    facets = facets_of(s.database, lister(), wanted, local_day(s.clock.now()))
    parts = [("dot", _("Kế hoạch"), facets.runs), ("buoc", _("Bước"), facets.steps), ("dv", _("Đơn vị"), facets.units)]
    asked = request.args.get("phan", "")
    template = "inbox/narrow_part.html" if request.headers.get("HX-Request") else "inbox/narrow.html"
    return render_template(template, section="inbox.tasks", wanted=wanted, here=here, groupings=grouping_names(),
                           parts=[part for part in parts if asked in ("", part[0])], asked=asked,
                           grouping=asked in ("", "nhom"), names=view_names(), wanted_in=wanted_in,
                           saved=saved_views_of(s.database, viewer()) if not asked else [],
                           votes=not asked and looks_after(s.database, viewer()))


def more() -> str:
    """The rest of the menu, for phones."""
    return render_template("inbox/more.html", section="inbox.more", votes=looks_after(settings().database, viewer()))


def asked_for() -> Wanted:
    """What the address asks for; a view there is not is a page there is not."""
    try:
        return wanted_from(request.values)
    except ValueError:
        abort(404)


def here(wanted: Wanted, endpoint: str = "inbox.tasks", **other: str) -> str:
    """The address of what is wanted; `other` are fields that become others, or what else stands in it."""
    fields = {name: value for name, value in other.items() if name in Wanted.__slots__}
    rest = {name: value for name, value in other.items() if name not in fields and value}
    address: dict[str, Any] = {**wanted.address(**fields), **rest}
    return url_for(endpoint, **address)


def _saved(view_id: str) -> Response:
    """The address of a saved view that was chosen from the menu."""
    found = next((one for one in saved_views_of(settings().database, viewer()) if one.id == view_id), None)
    return redirect(here(wanted_in(found.query))) if found else abort(404)


def _side(today: date) -> Side:
    return side_of(settings().database, lister(), today, viewer())


def _part() -> bool:
    """Only a part of the page is asked for. Who goes back in the history gets all of it: htmx puts it into the body."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _beside(found: Inbox, today: date) -> dict[str, object]:
    """What stands beside the list on a whole page; an empty list says some of it."""
    s = settings()
    if _part():
        return {"side": None if found.rows else _side(today)}
    return {"side": _side(today), "capacity": chosen(), "keys": keys_of(s.database, viewer()),
            "wanted_in": wanted_in, "votes": looks_after(s.database, viewer())}


def _opened(found: Inbox, today: date) -> dict[str, object]:
    """The task that the address names, else the first, for the pane of a whole page; nothing for a telephone that says
    it is one."""
    asked = request.args.get("mo", "") or (found.rows[0].id if found.rows else "")
    if _part() or request.headers.get("Sec-CH-UA-Mobile") == "?1" or not asked:
        return {"p": None}
    with suppress(NotFound, Forbidden):
        return task_values(task_page(settings().database, viewer(), asked, today), pane=True)
    return {"p": None}


def _template() -> str:
    if not _part():
        return "inbox/board.html"
    return "inbox/rows.html" if request.headers.get("HX-Target") == "them" else "inbox/list.html"


def _grouped(found: Inbox, after: str | None) -> list[tuple[str, str, list[InboxRow]]]:
    """Group, its name and its rows; one group without a head where nothing is grouped.

    More rows of the group that the page before ended with come under the head that stands there.
    """
    wanted = found.wanted
    if wanted.group == "khong" or (wanted.group == "han" and wanted.view == "da-xong"):
        return [("", "", list(found.rows))] if found.rows else []
    groups: dict[str, list[InboxRow]] = {}
    for row in found.rows:
        groups.setdefault(row.group, []).append(row)
    known, headed = group_names(), read_key(after).group if after and _template() == "inbox/rows.html" else None
    return [("" if group == headed else group, known.get(group, rows[0].group_name), rows)
            for group, rows in groups.items()]


def _usual(found: Inbox) -> tuple[Outcome, ...]:
    """How most tasks of the page can end without a form: said once, fifty rows are to stay light."""
    counts = Counter(row.acts for row in found.rows)
    return max(counts, key=counts.__getitem__, default=())
