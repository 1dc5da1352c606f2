"""Sends what waits in the outbox, over SMTP, one letter a transaction."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from engine.store.database import Database
from engine.store.sending import Letter, lease_letter, mark_failed, mark_sent


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where letters go out. `security`: "none" (loopback only), "starttls" or "tls"."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    security: str = "starttls"


def send_waiting(database: Database, smtp: SmtpSettings, now: Callable[[], datetime], most: int = 200) -> int:
    """Sends up to `most` due letters; how many went out. A failure is kept with the letter and tried later."""
    sent = 0
    for _ in range(most):
        with database.write() as connection:
            letter = lease_letter(connection, now())
        if letter is None:
            break
        try:
            _deliver(letter, smtp)
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            with database.write() as connection:
                mark_failed(connection, letter, f"{type(problem).__name__}: {problem}", now())
        else:
            with database.write() as connection:
                mark_sent(connection, letter, now())
            sent += 1
    return sent


def _deliver(letter: Letter, smtp: SmtpSettings) -> None:
    kind = smtplib.SMTP_SSL if smtp.security == "tls" else smtplib.SMTP
    with kind(smtp.host, smtp.port, timeout=20) as connection:
        if smtp.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if smtp.user:
            connection.login(smtp.user, smtp.password or "")
        connection.send_message(_message(letter, smtp))


def _message(letter: Letter, smtp: SmtpSettings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = smtp.sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.id}@{smtp.sender.rpartition('@')[2]}>"  # the same at every try
    message.set_content(letter.body)
    return message
