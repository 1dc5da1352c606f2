"""Letters wait here until the sender takes them; what is not committed is never sent."""

from datetime import datetime

from sqlalchemy import Connection, insert

from engine.store.tables import outbox


def add_letter(connection: Connection, letter_id: str, recipient: str, subject: str, body: str, now: datetime) -> None:
    """Due at once."""
    connection.execute(insert(outbox).values(
        id=letter_id, recipient=recipient, subject=subject, body=body, made_at=now, next_try_at=now, tries=0))
