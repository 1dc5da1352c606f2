"""The page of the inbox as a browser would get it, for `kheo bench inbox`."""

from collections.abc import Callable
from pathlib import Path

from engine.base.clock import ManualClock, local_day
from engine.base.ids import TimedIds, secret
from engine.bench.inboxes import NOW
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.people import account_of
from engine.work.people import Viewer
from web.app import create_app
from web.settings import Settings

_INBOX = "/viec"


def inbox_page(database: Database, viewer: Viewer) -> Callable[[], object]:
    """The call that asks for the page in that person's session; raises RuntimeError when it is not answered."""
    clock = ManualClock(NOW)
    settings = Settings(database, BlobStore(Path()), clock, TimedIds(), secret(), local_day(NOW).isoformat())
    client = create_app(settings).test_client()
    with database.read() as connection:
        account = account_of(connection, viewer.login)
    if account is None:
        raise RuntimeError(f"no account {viewer.login}")
    with client.session_transaction() as session:
        session.update(person=account.id, key=account.session_key)

    def ask() -> object:
        reply = client.get(_INBOX)
        if reply.status_code != 200:
            raise RuntimeError(f"{_INBOX}: {reply.status}")
        return reply.data

    return ask
