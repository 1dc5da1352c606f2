"""Who is signed in: the person behind a session with the positions held today."""

from datetime import date

from engine.store.database import Database
from engine.store.people import viewer_of
from engine.work.people import Viewer


def load_viewer(database: Database, person_id: str, session_key: str, today: date) -> Viewer | None:
    """None when the session's key is old (the password was changed since), or the account closed or unknown."""
    with database.read() as connection:
        return viewer_of(connection, person_id, session_key, today)
