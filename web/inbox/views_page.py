"""Saving a view of the list, changing it, sharing it, deleting it."""

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.save_view import ViewAsked, delete_view, save_view
from engine.report.saved import saved_views_of
from engine.report.wanted import wanted_in
from engine.work.people import FormRefused
from engine.work.saved_view import COLOURS, LONGEST_NAME, SavedView
from web.guard import viewer
from web.i18n import _
from web.inbox.board import asked_for, here
from web.inbox.names import view_names
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/viec/che-do-xem", "save_view", form, methods=["GET"])
    blueprint.add_url_rule("/viec/che-do-xem", "save_view_post", save, methods=["POST"])
    blueprint.add_url_rule("/viec/che-do-xem/<view_id>/xoa", "drop_view", ask, methods=["GET"])
    blueprint.add_url_rule("/viec/che-do-xem/<view_id>/xoa", "drop_view_post", drop, methods=["POST"])


def form() -> str:
    """Name, colour and whom to share it with: of the present list, or of the view `ma`."""
    view_id = request.args.get("ma", "")
    return _page(_own(view_id) if view_id else None, "")


def save() -> Response | tuple[str, int]:
    """Keep it and show the list."""
    s, given = settings(), request.form
    view_id = given.get("ma", "")
    query = _own(view_id).query if view_id else urlencode(asked_for().address())
    asked = ViewAsked(view_id, given.get("ten", ""), given.get("mau", ""), given.get("chung", ""), query)
    try:
        kept = save_view(s.database, s.ids, viewer(), asked)
    except FormRefused as refused:
        return _page(_own(view_id) if view_id else None, refused.errors[0].message), 422
    flash(_("Đã lưu chế độ xem “{name}”.", name=kept.name))
    return redirect(here(wanted_in(kept.query), che_do=kept.id), 303)


def ask(view_id: str) -> str:
    """Deleting asks first."""
    return render_template("inbox/view_drop.html", section="inbox.tasks", v=_own(view_id))


def drop(view_id: str) -> Response:
    """The view goes; the tasks stay."""
    delete_view(settings().database, viewer(), view_id)
    flash(_("Đã xoá chế độ xem; việc trong đó vẫn còn."))
    return redirect(url_for("inbox.tasks"), 303)


def _own(view_id: str) -> SavedView:
    found = next((one for one in saved_views_of(settings().database, viewer())
                  if one.id == view_id and one.owner_id == viewer().person_id), None)
    return found or abort(404)


def _page(found: SavedView | None, error: str) -> str:
    wanted = wanted_in(found.query) if found else asked_for()
    return render_template(
        "inbox/view_form.html", section="inbox.tasks", v=found, wanted=wanted, here=here, error=error,
        given=request.form, colours=dict(zip(COLOURS, _colour_names(), strict=True)), longest=LONGEST_NAME,
        names=view_names())


def _colour_names() -> list[str]:
    return [_("xanh kheo"), _("đỏ"), _("cam"), _("vàng"), _("lam"), _("tím")]
