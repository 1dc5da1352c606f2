"""What guards an account: attempts to sign in, tokens to set a new password."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from engine.store.tables import reset_token, sign_in_attempt
from engine.work.password import GUESSES_FOR_A_LOGIN, GUESSES_FROM_AN_ADDRESS, RESET_LASTS, WINDOW, wait_until

_KEPT = timedelta(days=1)


def add_attempt(connection: Connection, login: str, address: str, now: datetime) -> int:
    """The number of a new attempt; it counts as failed until `mark_succeeded` says otherwise."""
    row = insert(sign_in_attempt).values(login=login[:64], address=address[:64], at=now, succeeded=False)
    return int(connection.execute(row.returning(sign_in_attempt.c.seq)).scalar_one())


def mark_succeeded(connection: Connection, attempt: int, now: datetime) -> None:
    """Also forgets what is older than a day: from where somebody signed in is nobody's business for longer."""
    connection.execute(update(sign_in_attempt).where(sign_in_attempt.c.seq == attempt).values(succeeded=True))
    connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.at < now - _KEPT))


def must_wait_until(connection: Connection, login: str, address: str, now: datetime) -> datetime | None:
    """When the login or the address may try again; None: now. Attempts for one login are let through one by one."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(login))))
    by_login = _failures(connection, sign_in_attempt.c.login == login[:64], GUESSES_FOR_A_LOGIN, now)
    by_address = _failures(connection, sign_in_attempt.c.address == address[:64], GUESSES_FROM_AN_ADDRESS, now)
    waits = (wait_until(by_login, GUESSES_FOR_A_LOGIN), wait_until(by_address, GUESSES_FROM_AN_ADDRESS))
    return max((wait for wait in waits if wait), default=None)


def _failures(connection: Connection, whose: ColumnElement[bool], most: int, now: datetime) -> Sequence[datetime]:
    return connection.execute(
        select(sign_in_attempt.c.at)
        .where(whose, sign_in_attempt.c.succeeded.is_(False), sign_in_attempt.c.at > now - WINDOW)
        .order_by(sign_in_attempt.c.at.desc()).limit(most)
    ).scalars().all()


def add_token(connection: Connection, token: str, person_id: str, now: datetime) -> None:
    """Only the digest is kept: who reads the database cannot use it."""
    connection.execute(delete(reset_token).where(reset_token.c.expires_at < now - _KEPT))
    connection.execute(insert(reset_token).values(
        digest=_digest(token), person_id=person_id, expires_at=now + RESET_LASTS))


def tokens_since(connection: Connection, person_id: str, since: datetime) -> int:
    """How many tokens were made for the person after that moment."""
    made = reset_token.c.expires_at > since + RESET_LASTS
    query = select(func.count()).select_from(reset_token).where(reset_token.c.person_id == person_id, made)
    return int(connection.execute(query).scalar_one())


def use_token(connection: Connection, token: str, now: datetime) -> str | None:
    """The person it was made for; it and the person's other tokens are used up. None: unknown, used or expired."""
    usable = (reset_token.c.used_at.is_(None), reset_token.c.expires_at > now)
    query = select(reset_token.c.person_id).where(reset_token.c.digest == _digest(token), *usable).with_for_update()
    person_id: str | None = connection.execute(query).scalar_one_or_none()
    if person_id:
        end_tokens(connection, person_id, now)
    return person_id


def end_tokens(connection: Connection, person_id: str, now: datetime) -> None:
    """No token of the person can be used any more."""
    open_ones = reset_token.c.used_at.is_(None)
    connection.execute(update(reset_token).where(reset_token.c.person_id == person_id, open_ones).values(used_at=now))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
