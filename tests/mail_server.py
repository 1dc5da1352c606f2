"""A mail server for the tests: real SMTP on loopback, the letters stay in a list."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


@dataclass
class MailServer:
    """Where the server listens and what came in. With `refusal` set ("451 later") it answers that instead;
    recipients in `unknown` are refused for good. `farewell`: what is said to QUIT; "" when the line is cut there, None
    when it is cut right after the letter was accepted."""

    port: int
    host: str = HOST
    letters: list[EmailMessage] = field(default_factory=list)
    refusal: str | None = None
    unknown: set[str] = field(default_factory=set)
    farewell: str | None = "221 Bye"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str],
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        if not self.farewell:
            server.transport.abort()
        return self.farewell or "221 Bye"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        self.letters.append(letter)
        if self.farewell is None:
            await server.push("250 OK")
            server.transport.abort()
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server on a free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = MailServer(port)
    controller = Controller(server, hostname=HOST, port=port)
    controller.start()
    yield server
    controller.stop()
