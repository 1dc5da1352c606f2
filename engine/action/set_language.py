"""A person chooses the language of the pages."""

from dataclasses import replace
from datetime import datetime

from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.people import account, save_account
from engine.work.people import Viewer

LANGUAGES = frozenset({"vi", "en"})


def set_language(database: Database, viewer: Viewer, language: str, now: datetime) -> None:
    """`language` is one of LANGUAGES; another one raises ValueError."""
    if language not in LANGUAGES:
        raise ValueError(language)
    with database.write() as connection:
        save_account(connection, replace(account(connection, viewer.person_id), language=language))
        record(connection, Act("set_language", now, viewer.person_id, detail={"language": language}))
