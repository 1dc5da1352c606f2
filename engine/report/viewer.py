"""Who is signed in: the person behind a session with the positions held today."""

from datetime import date

from engine.store.database import Database
from engine.store.people import account_of, viewer_of, viewer_of_person
from engine.work.people import Viewer


def load_viewer(database: Database, person_id: str, session_key: str, today: date) -> Viewer | None:
    """None when the session's key is old (the password was changed since), or the account closed or unknown."""
    with database.read() as connection:
        return viewer_of(connection, person_id, session_key, today)


def viewer_by_login(database: Database, login: str, today: date) -> Viewer | None:
    """The person of that login, for commands typed on the server; None when the account is closed or unknown."""
    with database.read() as connection:
        found = account_of(connection, login)
        return viewer_of_person(connection, found.id, today) if found else None
