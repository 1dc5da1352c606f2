"""Messages that wait are delivered a page at a time, each page in a transaction of its own."""

from datetime import datetime

from sqlalchemy.exc import OperationalError

from engine.action.moving import Movement
from engine.action.posting import take_up
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.base.ids import IdSource
from engine.store import instances, messages, runs, units
from engine.store.database import Database

PAGE = 100
"""So many are delivered in one transaction: a person who acts in the same run waits no longer than that takes."""


def deliver_messages(database: Database, ids: IdSource, now: datetime, page: int = PAGE,
                     run_id: str | None = None) -> bool:
    """One page of the messages of one run whose turn has come; False when there was none.

    To be called again until it says False. Killed half-way, or called by two at once, it delivers nothing twice: the
    page, its effects and its rows are one transaction, which holds the run alone. What one instance says to another
    arrives in the order in which it was said. Of `run_id` alone when given.
    """
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


def deliver_rest(database: Database, ids: IdSource, scene: Scene) -> None:
    """What an act has left, after its own transaction, page by page; to be called when the act is committed.

    When the database fails now, the act stands, and the scheduler delivers the rest.
    """
    try:
        while scene.base.undelivered and deliver_messages(database, ids, scene.now, run_id=scene.run.id):
            pass
    except OperationalError:
        return
