"""A month as an agenda and the year as a grid."""

import re

from flask import Blueprint, abort, render_template, request

from engine.base.clock import local_day
from engine.report.calendar import calendar_page
from web.guard import viewer
from web.settings import settings

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/lich", "year", year)


def year() -> str:
    """The month `thang` (2026-02), else the present one."""
    s = settings()
    today = local_day(s.clock.now())
    asked = request.args.get("thang") or f"{today:%Y-%m}"
    found = _MONTH.fullmatch(asked)
    if found is None:
        abort(404)
    page = calendar_page(s.database, viewer(), int(found[1]), int(found[2]), today)
    return render_template("calendar/year.html", section="calendar.year", p=page,
                           before=_shifted(page.year, page.month, -1), after=_shifted(page.year, page.month, 1))


def _shifted(year: int, month: int, by: int) -> str | None:
    """The month before or after; None where the calendar ends."""
    at, number = divmod(year * 12 + month - 1 + by, 12)
    return f"{at}-{number + 1:02d}" if 2000 <= at <= 2099 else None
