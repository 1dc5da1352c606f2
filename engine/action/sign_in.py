"""Let a person in who knows the password, and keep those out who guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.base.clock import VIETNAM
from engine.store.accounts import add_attempt, mark_succeeded, must_wait_until
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.passwords import is_password
from engine.store.people import account_of, login_key
from engine.work.password import LONGEST, Refused

WRONG = "tên đăng nhập hoặc mật khẩu không đúng; hãy gõ lại, hoặc đặt lại mật khẩu"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session is made of."""

    person_id: str
    session_key: str
    must_change: bool
    language: str


def sign_in(database: Database, login: str, password: str, address: str, now: datetime) -> SignedIn:
    """Raises Refused, with the same sentence whether login or password is wrong, or after too many failures."""
    with database.write() as connection:
        found = account_of(connection, login)
        wait = must_wait_until(connection, login_key(login), address, now)
        # The attempt is on record before the slow comparison: many at a time are counted as well.
        attempt = None if wait else add_attempt(connection, login_key(login), address, now)
    right = attempt and is_password(found.password_hash if found else None, password[:LONGEST + 1])
    accepted = found if found and found.active and right else None
    with database.write() as connection:
        record(connection, Act("sign_in", now, found.id if found else None, outcome="done" if accepted else "refused",
                               detail={"reason": "wait"} if wait else {}))
        if attempt and accepted:
            mark_succeeded(connection, attempt, now)
    if wait:
        raise Refused(f"đã gõ sai nhiều lần; đăng nhập lại từ {_next_minute(wait):%H:%M ngày %d/%m/%Y}")
    if not accepted:
        raise Refused(WRONG)
    return SignedIn(accepted.id, accepted.session_key, accepted.must_change, accepted.language)


def _next_minute(moment: datetime) -> datetime:
    """Rounded up: who comes at the minute that was named is not sent away again."""
    return (moment.astimezone(VIETNAM) + timedelta(seconds=59)).replace(second=0, microsecond=0)
