"""Sends what waits in the outbox, over SMTP, one letter a transaction."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import structlog

from engine.store.database import Database
from engine.store.sending import Letter, lease_letter, mark_failed, mark_sent

log = structlog.get_logger()

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


def send_waiting(
    database: Database, smtp: SmtpSettings, now: Callable[[], datetime], go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Sends the letters that are due; how many went out. A failure is kept with the letter and tried later.

    Ends early when the server itself fails, so that the letters behind keep their tries, and when `go_on` says so.
    """
    sent = 0
    while go_on():
        with database.write() as connection:
            letter = lease_letter(connection, now())
        if letter is None:
            break
        try:
            _deliver(letter, smtp)
        except (*_REFUSED, ValueError) as problem:
            _put_back(database, letter, problem, now())
        except OSError as problem:
            _put_back(database, letter, problem, now())
            break
        else:
            with database.write() as connection:
                mark_sent(connection, letter, now())
            sent += 1
    return sent


def _put_back(database: Database, letter: Letter, problem: Exception, now: datetime) -> None:
    """A letter that cannot even be written down (ValueError) is not tried again."""
    again = not isinstance(problem, ValueError)
    log.warning("letter not sent", letter=letter.id, tries=letter.tries + 1, problem=type(problem).__name__)
    with database.write() as connection:
        mark_failed(connection, letter, f"{type(problem).__name__}: {problem}", now, again)


def _deliver(letter: Letter, smtp: SmtpSettings) -> None:
    message = _message(letter, smtp)
    kind = smtplib.SMTP_SSL if smtp.security == "tls" else smtplib.SMTP
    with kind(smtp.host, smtp.port, timeout=20) as connection:
        if smtp.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if smtp.user:
            connection.login(smtp.user, smtp.password or "")
        connection.send_message(message)


def _message(letter: Letter, smtp: SmtpSettings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = smtp.sender
    message["To"] = letter.recipient
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.id}@{smtp.sender.rpartition('@')[2]}>"  # the same at every try
    message.set_content(letter.body)
    return message
