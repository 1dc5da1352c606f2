"""A person switches the own calendar feed on, gives it another address, or switches it off."""

from datetime import datetime

from engine.base.ids import secret
from engine.store import own_choices
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Viewer


def turn_feed(database: Database, viewer: Viewer, on: bool, now: datetime) -> str | None:
    """The new secret, to be shown this once: only its digest is kept. The address before leads nowhere any more."""
    token = secret() if on else None
    with database.write() as connection:
        own_choices.set_feed(connection, viewer.person_id, own_choices.feed_digest(token) if token else None, now)
        record(connection, Act("turn_feed", now, viewer.person_id, subject=viewer.person_id, detail={"on": on}))
    return token

