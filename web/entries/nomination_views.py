"""The form by which an initiative found outside registration is proposed."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.nominate_entry import nominate_entry
from engine.base.clock import local_day
from engine.report.nomination import NominationPage, asked_nomination, nomination_page
from engine.work.people import FormRefused
from engine.work.posted import read_posted
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/mo-hinh/de-xuat", "nominate", nominate, methods=["GET"])
    blueprint.add_url_rule("/mo-hinh/de-xuat", "propose", propose, methods=["POST"])


def nominate() -> str:
    """The empty form for the run `dot`."""
    s = settings()
    return _page(nomination_page(s.database, viewer(), _run(), local_day(s.clock.now())))


def propose() -> Response | tuple[str, int]:
    """Propose it, or show the questions that go with what was chosen; what was typed always comes back."""
    s, run_id = settings(), _run()
    asked = asked_nomination(s.database, viewer(), run_id)
    answers = read_posted((asked.form,), asked.step, request.form.items(multi=True))
    if "hien" in request.form:
        return _page(nomination_page(s.database, viewer(), run_id, local_day(s.clock.now()), answers)), 200
    try:
        entry_id = nominate_entry(s.database, s.ids, viewer(), run_id, answers, s.clock.now())
    except FormRefused as refused:
        today = local_day(s.clock.now())
        return _page(nomination_page(s.database, viewer(), run_id, today, answers, refused.errors)), 422
    flash(_("Đã ghi mô hình đề xuất vào sổ."))
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


def _run() -> str:
    """The run the address names."""
    run_id = request.args.get("dot")
    if not run_id:
        abort(404)
    return run_id


def _page(found: NominationPage) -> str:
    return render_template("entries/nomination.html", section="entries.entries", p=found)
