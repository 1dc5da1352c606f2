"""What a person has chosen for the own pages, and the secret address of the own calendar."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from engine.store.tables import calendar_feed, person_choice


def chosen(connection: Connection, person_id: str) -> dict[str, str]:
    """Name -> value."""
    rows = connection.execute(select(person_choice.c.name, person_choice.c.value).where(
        person_choice.c.person_id == person_id)).all()
    return {row[0]: row[1] for row in rows}


def choose(connection: Connection, person_id: str, name: str, value: str) -> None:
    """That value instead of the one before."""
    connection.execute(delete(person_choice).where(person_choice.c.person_id == person_id,
                                                   person_choice.c.name == name))
    connection.execute(insert(person_choice).values(person_id=person_id, name=name, value=value))


def feed_digest(token: str) -> str:
    """What is kept of a secret address."""
    return sha256(token.encode()).hexdigest()


def feed_since(connection: Connection, person_id: str) -> datetime | None:
    """Since when the person's calendar has its address; None while it has none."""
    return connection.execute(select(calendar_feed.c.made_at).where(calendar_feed.c.person_id == person_id)).scalar()


def feed_owner(connection: Connection, digest: str) -> str | None:
    """The person whose calendar has that address."""
    return connection.execute(select(calendar_feed.c.person_id).where(calendar_feed.c.digest == digest)).scalar()


def set_feed(connection: Connection, person_id: str, digest: str | None, now: datetime) -> None:
    """Another address, or none; the one before leads nowhere from now on."""
    connection.execute(delete(calendar_feed).where(calendar_feed.c.person_id == person_id))
    if digest:
        connection.execute(insert(calendar_feed).values(person_id=person_id, digest=digest, made_at=now))
