"""The list that a person came from goes along from page to page of a task; after sending it says what comes next."""

from collections.abc import MutableMapping

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.base.clock import local_day
from engine.report.next_task import next_task
from engine.report.own_pages import after_sending_of
from engine.report.wanted import Wanted, wanted_from
from web.guard import viewer
from web.inbox.capacity import lister
from web.settings import settings

HEAD = "ten-viec"
"""The id of a task's heading: an address that ends so puts the reader there, without scripts too."""


def came_from() -> Wanted:
    """The list in the address of this request; the plain inbox where it names none."""
    if "came_from" not in g:
        try:
            g.came_from = wanted_from(request.args)
        except ValueError:
            g.came_from = Wanted()
    found: Wanted = g.came_from
    return found


def keep_view(_endpoint: str, values: MutableMapping[str, object]) -> None:
    """Whatever leads to a task from a page of the inbox leads there with the list."""
    if "task_id" in values and request.blueprint == "inbox":
        for name, value in came_from().address().items():
            values.setdefault(name, value)


def onward(sent_id: str) -> Response:
    """From a task that was sent: to the next of the list, to the list, or to what was sent, as the person chose."""
    s, wanted = settings(), came_from()
    choice = after_sending_of(s.database, viewer())
    opened = sent_id if choice == "stay" else None
    if choice == "next":
        opened = next_task(s.database, lister(), wanted, sent_id, local_day(s.clock.now()))
    beside = "canh" in request.form
    if opened and not beside:
        return redirect(url_for("inbox.task", task_id=opened, _anchor=HEAD), 303)
    address = {**wanted.address(), **({"mo": opened, "_anchor": HEAD} if opened else {})}
    return redirect(url_for("inbox.tasks", **address), 303)  # type: ignore[arg-type]  # names of an address
