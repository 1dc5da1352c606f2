"""The list that a person came from goes along from page to page of a task; an act ends there or at what comes next."""

from collections.abc import MutableMapping
from typing import Any

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


def beside() -> bool:
    """The act is done in the pane beside the list, or where the pane's menu led."""
    return "canh" in request.values


def list_address(opened: str | None = None, anchor: str | None = None) -> str:
    """The list that the person came from, with that task in its pane."""
    address: dict[str, Any] = {**came_from().address(), **({"mo": opened, "_anchor": anchor} if opened else {})}
    return url_for("inbox.tasks", **address)


def row_address(task_id: str) -> str:
    """The same list at the row of the task."""
    return list_address(task_id, f"v{task_id[-6:]}")


def back_address(task_id: str, anchor: str | None = None) -> str:
    """The task in the pane beside the list for who acted there, else its page; the pane holds places of forms alone."""
    if not beside():
        return url_for("inbox.task", task_id=task_id, _anchor=anchor)
    return list_address(task_id, anchor if anchor and anchor.startswith("f-") else HEAD)


def back_to(task_id: str, anchor: str | None = None) -> Response:
    """After an act that leaves the task open, to the task."""
    return redirect(back_address(task_id, anchor), 303)


def onward(sent_id: str) -> Response:
    """From a task that was sent: to the next of the list, to the list, or to what was sent, as the person chose."""
    s, wanted = settings(), came_from()
    choice = after_sending_of(s.database, viewer())
    opened = sent_id if choice == "stay" else None
    if choice == "next":
        opened = next_task(s.database, lister(), wanted, sent_id, local_day(s.clock.now()))
    if opened and not beside():
        return redirect(url_for("inbox.task", task_id=opened, _anchor=HEAD), 303)
    return redirect(list_address(opened, HEAD), 303)
