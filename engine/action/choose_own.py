"""A person chooses something for the own pages."""

from engine.store import own_choices
from engine.store.database import Database
from engine.work.people import Viewer


def choose_own(database: Database, viewer: Viewer, name: str, value: str) -> None:
    """`name` is what is chosen: "phím" for the keys of the inbox, "thư" for notices by e-mail, "after-sending" for
    where to go on."""
    with database.write() as connection:
        own_choices.choose(connection, viewer.person_id, name, value)
