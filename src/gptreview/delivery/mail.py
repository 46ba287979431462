"""E-mail by SMTP: one plain text to one person, over TLS unless the server is this machine."""

from __future__ import annotations

import datetime as dt
import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from typing import Final

from gptreview.delivery.timed_smtp import TimedSmtp, TimedSmtpOverTls
from gptreview.errors import DependencyError, InputError

_SECONDS: Final = 20.0
_TOTAL_SECONDS: Final = 60.0


class MailTls(StrEnum):
    """How a connection to the server is secured."""

    STARTTLS = "starttls"
    """Before anything is said, RFC 3207."""
    TLS = "tls"
    """From its first byte, RFC 8314, section 3."""
    NONE = "none"
    """Not at all; only to this machine."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our mail."""

    host: str
    port: int
    sender: str
    """Address that mail is from."""
    tls: MailTls = MailTls.STARTTLS
    user: str = ""
    """Empty where the server asks for nobody."""
    password: str = field(default="", repr=False)
    timeout_seconds: float = _SECONDS
    """Longest time for one answer of the server to begin or to go on."""
    total_seconds: float = _TOTAL_SECONDS
    """Longest time for one letter."""
    trust: ssl.SSLContext | None = None
    """Whom to trust; None is the system's authorities."""


class UndeliverableError(InputError):
    """The server will never take this message: trying again does not help."""


class MailOutageError(DependencyError):
    """The server takes nobody's mail now, or ours was set up wrongly: others need not be tried."""


def require_server(server: MailServer) -> MailServer:
    """The server, if mail may be sent by it.

    Raises:
        InputError: It would be sent in the clear to another machine, or there is no sender.
    """
    if server.tls is MailTls.NONE and not _is_loopback(server.host):
        raise InputError(
            f"mail to {server.host} without TLS",
            where="GPTREVIEW_SMTP_TLS",
            expected="starttls or tls, or a server on this machine",
        )
    if not is_mailbox(server.sender):
        raise InputError(
            "no address that mail is from",
            where="GPTREVIEW_SMTP_FROM",
            expected="an address, as review@example.com",
        )
    return server


def is_mailbox(text: str) -> bool:
    """Whether a text is one bare address that a header and an envelope can carry.

    Narrower than RFC 5321, section 4.1.2: ASCII, without quotes, comments, blanks or line ends, so
    that nobody's address can be two, or add a header or a command.
    """
    local, at, domain = text.rpartition("@")
    odd = set('()<>[]:;,"\\@')
    return (
        bool(local and at and domain)
        and text.isascii()
        and text.isprintable()
        and len(text) <= 254  # RFC 5321, section 4.5.3.1.3, without its angle brackets
        and not odd & set(local + domain)
        and " " not in text
        and not local.startswith("-")
    )


def message(
    server: MailServer, to: str, subject: str, body: str, *, id_: str, at: dt.datetime
) -> EmailMessage:
    """The message; the same letter is the same message to the byte.

    Args:
        server: Who takes it.
        to: Address of its reader.
        subject: One line.
        body: Plain text.
        id_: The left side of its Message-ID: tells a second copy of it from another letter.
        at: When the letter was written.

    Raises:
        UndeliverableError: The address is none.
    """
    if not is_mailbox(to):
        raise UndeliverableError("the recipient's address is none")
    made = EmailMessage(policy=SMTP)
    made["From"] = server.sender
    made["To"] = to
    made["Subject"] = " ".join(subject.split())
    made["Date"] = at
    made["Message-ID"] = f"<{id_}@{server.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: nobody's absence answers it
    made.set_content(body, cte="quoted-printable")
    return made


def send(server: MailServer, mail: EmailMessage) -> None:
    """Give a message to the server.

    Raises:
        UndeliverableError: The server will never take it: 5yz, RFC 5321, section 4.2.1.
        DependencyError: It does not take it now: 4yz.
        MailOutageError: It could not be reached or trusted, or does not take mail from us.
    """
    with _told(), _session(server) as session:
        session.send_message(mail)


@contextmanager
def _session(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = server.trust or ssl.create_default_context()
    seconds = server.timeout_seconds
    total = server.total_seconds
    session = (
        TimedSmtpOverTls(
            server.host, server.port, timeout=seconds, total_seconds=total, context=context
        )
        if server.tls is MailTls.TLS
        else TimedSmtp(server.host, server.port, timeout=seconds, total_seconds=total)
    )
    try:
        if server.tls is MailTls.STARTTLS:
            session.starttls(context=context)
        if server.user:
            session.login(server.user, server.password)
        yield session
        with suppress(smtplib.SMTPException, OSError):  # it has taken the message already
            session.quit()
    finally:
        session.close()


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong, without what the server said: that may quote an address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _refused(code, "the recipient") from None
    except smtplib.SMTPAuthenticationError as error:
        raise _outage(f"the mail server does not know us ({error.smtp_code})") from None
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, "the message") from None
    except smtplib.SMTPResponseException as error:
        raise _outage(f"the mail server answered {error.smtp_code}") from None
    except smtplib.SMTPNotSupportedError:
        raise _outage("the mail server lacks what is needed (TLS, or signing in)") from None
    except smtplib.SMTPException:
        raise _outage("the mail server broke off, or did not answer in time") from None
    except ssl.SSLError:
        raise _outage("the mail server cannot be trusted") from None
    except OSError:
        raise _outage("the mail server cannot be reached") from None


def _refused(code: int, what: str) -> UndeliverableError | DependencyError:
    said = f"the mail server refused {what} ({code})"
    return UndeliverableError(said) if code >= 500 else DependencyError(said)


def _outage(found: str) -> MailOutageError:
    return MailOutageError(found, next_step="see GPTREVIEW_SMTP_HOST and the others")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
