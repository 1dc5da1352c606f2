"""Sends what waits in the outbox, over SMTP, one letter a transaction."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from enum import Enum

import structlog
from sqlalchemy import Connection

from engine.base.ids import IdSource
from engine.store.database import Database
from engine.store.incidents import open_incident
from engine.store.sending import Letter, lease_letter, mark_failed, mark_sent
from engine.store.stalled import addressee
from engine.work.incident import Trouble

log = structlog.get_logger()
_PATIENCE, _LEAVE = 20, 2
"""Seconds that a mail server may take for an answer, and for its good-bye."""

_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)
"""What a server says about one letter; whatever else goes wrong would go wrong with the next letter too."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where letters go out. `security`: "none" (loopback only), "starttls" or "tls"."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    security: str = "starttls"


class Sent(Enum):
    """What became of a letter: it is out, the server refused this one, the server does not answer."""

    OUT = "out"
    REFUSED = "refused"
    DOWN = "down"


def send_waiting(
    database: Database, ids: IdSource, smtp: SmtpSettings, now: Callable[[], datetime],
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Sends the letters that are due; how many went out. A failure is kept with the letter and tried later; the last
    one is an incident.

    Ends early when the server itself fails, so that the letters behind keep their tries, and when `go_on` says so.
    """
    sent = 0
    while go_on():
        done = send_letter(database, ids, smtp, now)
        if done is None or done is Sent.DOWN:
            break
        sent += done is Sent.OUT
    return sent


def send_letter(
    database: Database, ids: IdSource, smtp: SmtpSettings, now: Callable[[], datetime], only: str | None = None,
) -> Sent | None:
    """Sends the next letter due, or the letter `only` if it is due; None when there is none."""
    with database.write() as connection:
        letter = lease_letter(connection, now(), only)
    if letter is None:
        return None
    try:
        _deliver(letter, smtp)
    except (*_REFUSED, ValueError) as problem:
        _put_back(database, ids, letter, problem, now())
        return Sent.REFUSED
    except OSError as problem:
        _put_back(database, ids, letter, problem, now())
        return Sent.DOWN
    with database.write() as connection:
        mark_sent(connection, letter, now())
    return Sent.OUT


def _put_back(database: Database, ids: IdSource, letter: Letter, problem: Exception, now: datetime) -> None:
    """A letter that cannot even be written down (ValueError) is not tried again."""
    again = not isinstance(problem, ValueError)
    log.warning("letter not sent", letter=letter.id, tries=letter.tries + 1, problem=type(problem).__name__)
    with database.write() as connection:
        if not mark_failed(connection, letter, f"{type(problem).__name__}: {problem}", now, again):
            _give_up(connection, ids, letter, problem, now)


def _give_up(connection: Connection, ids: IdSource, letter: Letter, problem: Exception, now: datetime) -> None:
    """The reason names no address: that stands with the letter alone."""
    found = addressee(connection, letter.id)
    if found is None:
        return
    why = "máy chủ thư không nhận thư này" if isinstance(problem, _REFUSED) else (
        "thư không viết ra được" if isinstance(problem, ValueError) else "không gửi được qua máy chủ thư")
    open_incident(connection, ids, Trouble(
        found[0], "letter", letter.id, f"{why}, đã thử {letter.tries + 1} lần", found[1],
        detail={"problem": type(problem).__name__}), now)


def _deliver(letter: Letter, smtp: SmtpSettings) -> None:
    """Returns once the server has accepted the letter; how it takes leave after that means nothing any more."""
    message = _message(letter, smtp)
    kind = smtplib.SMTP_SSL if smtp.security == "tls" else smtplib.SMTP
    connection = kind(smtp.host, smtp.port, timeout=_PATIENCE)
    try:
        if smtp.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if smtp.user:
            connection.login(smtp.user, smtp.password or "")
        connection.send_message(message)
        if connection.sock:
            connection.sock.settimeout(_LEAVE)
        with suppress(OSError):
            connection.quit()
    finally:
        connection.close()


def _message(letter: Letter, smtp: SmtpSettings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = smtp.sender
    message["To"] = letter.recipient
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.id}@{smtp.sender.rpartition('@')[2]}>"  # the same at every try
    message.set_content(letter.body)
    return message
