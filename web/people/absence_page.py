"""Who is away from when to when, and who holds which position meanwhile."""

from collections.abc import Callable, Iterable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.change_absence import change_absence, end_absence
from engine.action.enter_absence import enter_absence
from engine.base.calendar import day_in
from engine.base.clock import local_day
from engine.report.absences import AbsencePage, absence_page, absence_shown
from engine.work.absence import Leave, Substitution, note_of
from engine.work.form import FieldError
from engine.work.manner import abbreviation
from engine.work.people import FormRefused, refused
from web.guard import viewer
from web.i18n import _, told
from web.settings import settings

Answer = str | Response | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/vang-mat", "away", away, methods=["GET"])
    blueprint.add_url_rule("/vang-mat", "enter", enter, methods=["POST"])
    blueprint.add_url_rule("/vang-mat/chon", "choose", choose, methods=["GET"])
    blueprint.add_url_rule("/vang-mat/cua/<person_id>", "away_of", away_of, methods=["GET"])
    blueprint.add_url_rule("/vang-mat/<absence_id>/sua", "absence", absence, methods=["GET"])
    blueprint.add_url_rule("/vang-mat/<absence_id>/sua", "change", change, methods=["POST"])
    blueprint.add_url_rule("/vang-mat/<absence_id>/ket-thuc", "end", end, methods=["POST"])


def away() -> str:
    """One's own absences, for whom one stands in, and the people one has a say over."""
    return _draw(absence_page(settings().database, viewer(), None, _today()))


def away_of(person_id: str) -> str:
    """The same of somebody one has a say over."""
    return _draw(absence_page(settings().database, viewer(), person_id, _today()))


def choose() -> Response:
    """To the page of the chosen person."""
    person = request.args.get("nguoi", "")
    return redirect(url_for("people.away_of", person_id=person) if person else url_for("people.away"))


def enter() -> Answer:
    """A new absence, of oneself or of the person named."""
    s = settings()
    person = request.form.get("nguoi") or viewer().person_id
    return _written(
        lambda leave: enter_absence(s.database, s.ids, viewer(), person, leave, s.clock.now()),
        lambda errors: _draw(absence_page(s.database, viewer(), person, _today()), errors), person)


def absence(absence_id: str) -> str:
    """An absence with its days and substitutes, to be changed."""
    page, found = absence_shown(settings().database, viewer(), absence_id, _today())
    return _draw(page, changed=absence_id, given=_typed(found.leave))


def change(absence_id: str) -> Answer:
    """Other days, other substitutes."""
    s = settings()
    page, found = absence_shown(s.database, viewer(), absence_id, _today())
    return _written(
        lambda leave: change_absence(s.database, s.ids, viewer(), absence_id, leave, s.clock.now()),
        lambda errors: _draw(page, errors, absence_id), found.person_id)


def end(absence_id: str) -> Response:
    """The person is there again."""
    s = settings()
    _page, found = absence_shown(s.database, viewer(), absence_id, _today())
    flash(end_absence(s.database, s.ids, viewer(), absence_id, s.clock.now()))
    return _back(found.person_id)


def _written(act: Callable[[Leave], str], again: Callable[[Iterable[FieldError]], str], person: str) -> Answer:
    try:
        flash(act(_leave()))
    except FormRefused as error:
        return again(error.errors), 422
    return _back(person)


def _leave() -> Leave:
    """What was typed; raises FormRefused for what is no day."""
    form = request.form
    given = tuple(
        Substitution(name.removeprefix("thay."), value, form.get(f"ky.{name.removeprefix('thay.')}", ""))
        for name, value in form.items() if name.startswith("thay.") and value)
    return Leave(_day("tu"), _day("den"), note_of(form.get("ghi_chu")), given)


def _day(field: str) -> date:
    found = day_in(request.form.get(field, ""))
    if found is None:
        raise refused(field, _("Ghi ngày như 05/12/2026."))
    return found


def _typed(leave: Leave) -> dict[str, str]:
    """An absence as the fields of the form."""
    given = {"tu": f"{leave.first_day:%d/%m/%Y}", "den": f"{leave.last_day:%d/%m/%Y}", "ghi_chu": leave.note or ""}
    for one in leave.substitutions:
        given |= {f"thay.{one.position_id}": one.person_id, f"ky.{one.position_id}": one.manner}
    return given


def _draw(page: AbsencePage, errors: Iterable[FieldError] = (), changed: str = "",
          given: dict[str, str] | None = None) -> str:
    wrong = {error.field: told(error.message) for error in errors}
    return render_template("people/away.html", section="inbox.more", page=page, wrong=wrong, changed=changed,
                           given=given or request.form, manners=manner_words)


def manner_words(style: str) -> dict[str, str]:
    """How a substitute signs, as offered for a position in a body of that kind."""
    return {"": _("không ghi"), "kt": _("{short} (ký thay)", short=abbreviation("kt", style)),
            "tl": _("{short} (thừa lệnh)", short=abbreviation("tl", style)),
            "tuq": _("{short} (thừa uỷ quyền)", short=abbreviation("tuq", style))}


def _back(person: str) -> Response:
    own = person == viewer().person_id
    return redirect(url_for("people.away") if own else url_for("people.away_of", person_id=person), 303)


def _today() -> date:
    return local_day(settings().clock.now())
