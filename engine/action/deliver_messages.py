"""Messages that wait are delivered a page at a time, each page in a transaction of its own."""

from datetime import datetime

from engine.action.moving import Movement
from engine.action.posting import put_off, take_up
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import CANNOT_GO_ON, MISTAKES, Stuck
from engine.base.ids import IdSource
from engine.store import instances, messages, runs, units
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.trouble import STORAGE_ERRORS

PAGE = 100
"""So many are delivered in one transaction: a person who acts in the same run waits no longer than that takes."""

PAGES = 10
"""So many pages an act delivers itself before it answers: a person waits a second or two for it, not a minute."""


@done_again
def deliver_messages(database: Database, ids: IdSource, now: datetime, page: int = PAGE,
                     run_id: str | None = None) -> bool:
    """One page of the messages of one run whose turn has come; False when there was none.

    To be called again until it says False. Killed half-way, or called by two at once, it delivers nothing twice: the
    page, its effects and its rows are one transaction, which holds the run alone. What one instance says to another
    arrives in the order in which it was said. Of `run_id` alone when given.

    What cannot be received is put off, by itself; so is what keeps its page from being done at all.
    """
    try:
        return _page(database, ids, now, page, run_id)
    except (Stuck, *CANNOT_GO_ON, *MISTAKES) as problem:
        if page > 1:
            return deliver_messages(database, ids, now, 1, run_id)
        _put_off_next(database, ids, now, run_id, problem)
        return True


def _page(database: Database, ids: IdSource, now: datetime, page: int, run_id: str | None) -> bool:
    with database.write() as connection:
        found = messages.next_run(connection, now, run_id)
        if found is None:
            return False
        run = runs.lock(connection, found, exclusive=True)
        scene = Scene(connection, ids, run, Actor(), now)
        due = messages.due(connection, run.id, now, page)
        movement = Movement(scene)
        receivers = instances.of_ids(connection, [one.message.receiver_id for one in due])
        for receiver in receivers:
            movement.hold(receiver)
        for unit in units.of_ids(connection, [one.unit_id for one in receivers if one.unit_id]).values():
            scene.know(unit)
        take_up(movement, due)
        settle(movement)
    return True


def _put_off_next(database: Database, ids: IdSource, now: datetime, run_id: str | None, problem: Exception) -> None:
    """The message whose turn it is; another one's, when somebody else was faster, comes a minute late."""
    with database.write() as connection:
        found = messages.next_run(connection, now, run_id)
        due = messages.due(connection, found, now, 1) if found else []
        for one in due:
            run = runs.lock(connection, one.message.run_id, exclusive=True)
            put_off(Movement(Scene(connection, ids, run, Actor(), now)), one.message, problem)


def deliver_rest(database: Database, ids: IdSource, scene: Scene) -> None:
    """What an act has left, after its own transaction, page by page; to be called when the act is committed.

    What goes beyond a few pages, or comes when the database fails, the scheduler delivers: the act stands.
    """
    if not scene.base.undelivered:
        return
    try:
        for _ in range(PAGES):
            if not deliver_messages(database, ids, scene.now, run_id=scene.run.id):
                return
    except STORAGE_ERRORS:
        return
