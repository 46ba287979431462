"""Real mail servers on loopback that take or refuse what a test tells them to."""

from __future__ import annotations

import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default
from typing import TYPE_CHECKING, Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from gptreview.delivery.mail import MailServer, MailTls

if TYPE_CHECKING:
    import trustme

PASSWORD: Final = "open sesame"  # noqa: S105 - opens nothing else
"""With which the servers let us in."""


@dataclass
class Mailbox:
    """What a server has taken, and what it says."""

    recipient_answers: list[str] = field(default_factory=list)
    """To one recipient after the other; then it takes all."""
    data_answers: list[str] = field(default_factory=list)
    """To one message after the other; then it takes all."""
    on_data: Callable[[], None] = lambda: None
    """Called while it has a message and has not answered."""
    signed_in: list[bytes] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or not."""
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        """Take a message, or not."""
        self.on_data()
        if self.data_answers:
            return self.data_answers.pop(0)
        self.envelopes.append(envelope.rcpt_tos)
        self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        """Let in who has the password `PASSWORD`."""
        self.signed_in.append(data.login)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@contextmanager
def served(
    box: Mailbox, tls: MailTls = MailTls.NONE, authority: trustme.CA | None = None, **options: Any
) -> Iterator[MailServer]:
    """A server that is up, as we would be told of it."""
    context = trust = None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        trust = ssl.create_default_context()
        authority.configure_trust(trust)
    controller = Controller(
        box,
        hostname="127.0.0.1",
        server_hostname="mail.example.com",
        port=_free_port(),
        ssl_context=context if tls is MailTls.TLS else None,
        tls_context=context if tls is MailTls.STARTTLS else None,
        **options,
    )
    controller.start()
    try:
        sender = "review@example.com"
        yield MailServer("127.0.0.1", controller.port, sender, tls, trust=trust)
    finally:
        controller.stop()


def _free_port() -> int:
    """One that nobody has now; the controller connects to the number that it is given."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        return int(once.getsockname()[1])
