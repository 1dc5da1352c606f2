"""A person signs out everywhere: the key that stands in every session is changed."""

from dataclasses import replace
from datetime import datetime

from engine.action.sign_in import SignedIn
from engine.base.ids import secret
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.people import account, save_account
from engine.work.people import Viewer


def end_sessions(database: Database, viewer: Viewer, now: datetime) -> SignedIn:
    """What the present session goes on with; every other one has ended."""
    with database.write() as connection:
        changed = replace(account(connection, viewer.person_id), session_key=secret())
        save_account(connection, changed)
        record(connection, Act("end_sessions", now, changed.id))
    return SignedIn(changed.id, changed.session_key, changed.must_change, changed.language)
