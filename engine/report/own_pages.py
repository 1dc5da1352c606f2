"""What a person has chosen, and the calendar of the person's due days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from engine.report.wanted import views_of
from engine.store import own_choices
from engine.store.database import Database
from engine.store.offered import within_reach
from engine.store.people import viewer_of_person
from engine.store.tables import person, run, task
from engine.work.feed import DueDay, calendar_text
from engine.work.people import NotFound, Viewer

AfterSending = Literal["next", "list", "stay"]
AFTER_SENDING: tuple[AfterSending, ...] = ("next", "list", "stay")

_MOST = 500
"""So many tasks stand in a calendar, the nearest first."""


@dataclass(frozen=True, slots=True)
class OwnPages:
    """`keys`: whether keys work in the inbox; `feed_since`: since when the calendar has its address.

    `letters`: whether notices also go to `email`; `after`: where the person goes on after sending a task.
    """

    keys: bool
    feed_since: datetime | None
    letters: bool
    email: str | None
    after: AfterSending


def own_pages(database: Database, viewer: Viewer) -> OwnPages:
    """What is not chosen is as it is for everybody."""
    with database.read() as connection:
        chosen = own_choices.chosen(connection, viewer.person_id)
        email = connection.execute(select(person.c.email).where(person.c.id == viewer.person_id)).scalar()
        return OwnPages(chosen.get("phím") != "tắt", own_choices.feed_since(connection, viewer.person_id),
                        chosen.get("thư") != "tắt", email, _after(chosen))


def keys_of(database: Database, viewer: Viewer) -> bool:
    """Whether keys work in the person's inbox. One query."""
    with database.read() as connection:
        return own_choices.chosen(connection, viewer.person_id).get("phím") != "tắt"


def after_sending_of(database: Database, viewer: Viewer) -> AfterSending:
    """Where the person goes on after sending a task. One query."""
    with database.read() as connection:
        return _after(own_choices.chosen(connection, viewer.person_id))


def _after(chosen: Mapping[str, str]) -> AfterSending:
    return next((one for one in AFTER_SENDING if one == chosen.get("after-sending")), "next")


def feed_of(database: Database, token: str, today: date, now: datetime, url: str) -> str:
    """The calendar of the person with that secret: open tasks to do, by title and plan alone. Raises NotFound."""
    with database.read() as connection:
        owner = own_choices.feed_owner(connection, own_choices.feed_digest(token))
        viewer = viewer_of_person(connection, owner, today) if owner else None
        if viewer is None:
            raise NotFound("Không có lịch nào ở địa chỉ này.")
        rows = connection.execute(
            select(task.c.id, task.c.last_day, task.c.title, run.c.short, task.c.rev)
            .join(run, run.c.id == task.c.run_id)
            .where(within_reach(viewer, "open"), views_of(viewer, today)["can-lam"], task.c.last_day.is_not(None))
            .order_by(task.c.last_working_day, task.c.id).limit(_MOST)).all()
    days = [DueDay(row.id, row.last_day, f"{row.title} ({row.short})", row.rev, f"{url}/viec/{row.id}" if url else "")
            for row in rows]
    return calendar_text("kheo", days, now)
