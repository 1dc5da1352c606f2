"""The saved views that a person sees."""

from engine.store import saved_views
from engine.store.database import Database
from engine.work.people import Viewer
from engine.work.saved_view import SavedView


def saved_views_of(database: Database, viewer: Viewer) -> list[SavedView]:
    """The viewer's own and those shared with the viewer's units. One query."""
    with database.read() as connection:
        return saved_views.seen_by(connection, viewer)
