"""Persons are told something in their inbox: about a task of a run, or, with a letter, about themselves."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from engine.action.scene import Scene
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import notices
from engine.store.holders import Holder
from engine.store.notices import NewLetter, Notice
from engine.work.task import Task


def inform(scene: Scene, about: Task, level: int, people: Iterable[str], text: str) -> None:
    """Each of these person ids once a day on that level of the task."""
    notices.add(scene.connection, [
        Notice(scene.ids.new(), about.id, scene.run.id, level, scene.today, person, "inbox", "information", text,
               scene.now) for person in people])


def inform_person(connection: Connection, ids: IdSource, to: Holder, subject: str, text: str, now: datetime) -> None:
    """The person, without a task; by letter too where there is an address."""
    today = local_day(now)
    notices.add(connection, [Notice(ids.new(), None, None, 0, today, to.id, "inbox", "information", text, now)])
    if to.email:
        body = f"Kính gửi {to.name},\n\n{text}\n"
        notices.post(connection, [NewLetter(ids.new(), to.email, subject, body)], now)
