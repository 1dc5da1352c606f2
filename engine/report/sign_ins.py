"""Who came in, or tried to, with a person's login during the last day; nothing older is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.store.database import Database
from engine.store.people import login_key
from engine.store.tables import sign_in_attempt
from engine.work.people import Viewer

SHOWN = 10
_DAY = timedelta(days=1)
_WITHIN = "session "
"""How the address of a password typed within a session begins: nobody came in by it."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One attempt, from that address."""

    at: datetime
    address: str
    succeeded: bool


def sign_ins_of(database: Database, viewer: Viewer, now: datetime) -> tuple[SignIn, ...]:
    """The person's own, newest first, at most SHOWN. One query."""
    tried = sign_in_attempt.c
    wanted = (
        select(tried.at, tried.address, tried.succeeded)
        .where(tried.login == login_key(viewer.login)[:64], tried.at > now - _DAY, ~tried.address.startswith(_WITHIN))
        .order_by(tried.at.desc(), tried.seq.desc()).limit(SHOWN))
    with database.read() as connection:
        return tuple(SignIn(*row) for row in connection.execute(wanted))
