"""The register with its filters, and the page of one entry."""

from flask import Blueprint, render_template, request

from engine.base.clock import local_day
from engine.report.entries import RegisterPage, Sieve, register_page
from engine.report.entry_page import entry_page
from web.guard import viewer
from web.i18n import _
from web.settings import settings

OPTION = "a."
"""Begins the name of a filter by an attribute of the plan: a.nguon_goc."""
LAST_PAGE = 10_000


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/mo-hinh", "entries", entries)
    blueprint.add_url_rule("/mo-hinh/<entry_id>", "entry", entry)


def entries() -> str:
    """The register of the run `dot`; filters stand in the address."""
    s = settings()
    sieve = asked_sieve()
    found = register_page(s.database, viewer(), request.args.get("dot") or None, sieve, local_day(s.clock.now()))
    return render_template("entries/register.html", section="entries.entries", p=found, sieve=sieve,
                           chosen=dict(sieve.options), link=_link(found), statuses=statuses())


def entry(entry_id: str) -> str:
    """Everything the viewer may read of the entry."""
    s = settings()
    found = entry_page(s.database, viewer(), entry_id, local_day(s.clock.now()))
    return render_template("entries/entry.html", section="entries.entries", p=found, statuses=statuses())


def statuses() -> dict[str, str]:
    """The states of an entry, as shown."""
    return {"sent": _("chờ tiếp nhận"), "accepted": _("đã tiếp nhận"), "withdrawn": _("đã rút")}


def asked_sieve() -> Sieve:
    """What the address asks for."""
    args = request.args
    page = args.get("trang", "1")
    return Sieve(
        args.get("q", "").strip()[:200], args.get("linh_vuc", ""), args.get("don_vi", ""), args.get("trang_thai", ""),
        tuple((key.removeprefix(OPTION), value) for key, value in args.items() if key.startswith(OPTION) and value),
        min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1)


def _link(found: RegisterPage) -> dict[str, str]:
    """What stays in the address from page to page."""
    kept = {key: value for key, value in request.args.items() if key != "trang" and value}
    return {**kept, "dot": found.run.id} if found.run else kept
