"""Mail by real SMTP on loopback."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gptreview.delivery.mail import (
    MailOutageError,
    MailServer,
    MailTls,
    UndeliverableError,
    is_mailbox,
    message,
    require_server,
    send,
)
from gptreview.errors import DependencyError, InputError
from tests.mailboxes import PASSWORD, Mailbox, served

if TYPE_CHECKING:
    from email.message import EmailMessage

    import trustme

_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
_SERVER = MailServer("127.0.0.1", 25, "review@example.com", MailTls.NONE)


def _mail(subject: str = "Re: 决定", body: str = "Line\n.\n决定\n") -> EmailMessage:
    return message(_SERVER, "reader@example.org", subject, body, id_="notice-7.ab", at=_AT)


@contextmanager
def _speaking(*lines: bytes) -> Iterator[MailServer]:
    """A server that says these lines, one for each that it hears, and hangs up."""

    def converse(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            for line in lines:
                connection.sendall(line)
                connection.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=converse, args=(listening,))
        thread.start()
        yield replace(_SERVER, port=listening.getsockname()[1], timeout_seconds=0.5)
        thread.join()


def test_a_letter_arrives_as_it_was_written() -> None:
    """Headers say who, when and that nobody's absence answers; the text is whole."""
    box = Mailbox()
    with served(box) as server:
        send(server, _mail())
    (taken,) = box.taken
    assert box.envelopes == [["reader@example.org"]]
    wanted = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")
    assert [taken[name] for name in wanted] == [
        "review@example.com",
        "reader@example.org",
        "Re: 决定",
        "Sun, 01 Mar 2026 12:00:00 +0000",
        "<notice-7.ab@example.com>",
        "auto-generated",
    ]
    assert taken.get_content().replace("\r\n", "\n") == "Line\n.\n决定\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize("tls", [MailTls.STARTTLS, MailTls.TLS])
def test_it_goes_over_tls(authority: trustme.CA, tls: MailTls) -> None:
    """Both ways."""
    box = Mailbox()
    with served(box, tls, authority) as server:
        send(server, _mail())
    assert box.envelopes == [["reader@example.org"]]


def test_we_say_who_we_are_where_the_server_asks(authority: trustme.CA) -> None:
    """A wrong password is an outage: no other letter would be taken either."""
    box = Mailbox()
    asks = {"authenticator": box.authenticate, "auth_required": True}
    with served(box, MailTls.STARTTLS, authority, **asks) as server:
        send(replace(server, user="us", password=PASSWORD), _mail())
        with pytest.raises(MailOutageError, match=r"the mail server does not know us \(535\)"):
            send(replace(server, user="us", password=PASSWORD[::-1]), _mail())
    assert len(box.taken) == 1
    assert set(box.signed_in) == {b"us"}


@pytest.mark.parametrize("tls", [MailTls.STARTTLS, MailTls.TLS])
def test_a_server_that_is_not_trusted_gets_nothing(authority: trustme.CA, tls: MailTls) -> None:
    """A certificate of an unknown authority ends it before anything is said."""
    box = Mailbox()
    with served(box, tls, authority) as server:
        stranger = replace(server, trust=ssl.create_default_context())
        with pytest.raises(MailOutageError, match="the mail server cannot be trusted"):
            send(stranger, _mail())
    assert box.taken == []


def test_a_server_without_starttls_gets_nothing() -> None:
    """Nobody between us and it can talk us out of TLS."""
    box = Mailbox()
    with (
        served(box) as server,
        pytest.raises(MailOutageError, match="the mail server lacks what is needed"),
    ):
        send(replace(server, tls=MailTls.STARTTLS), _mail())
    assert box.taken == []


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (
            Mailbox(recipient_answers=["450 4.2.0 Greylisted"]),
            DependencyError("the mail server refused the recipient (450)"),
        ),
        (
            Mailbox(recipient_answers=["550 5.1.1 reader@example.org unknown"]),
            UndeliverableError("the mail server refused the recipient (550)"),
        ),
        (
            Mailbox(data_answers=["452 4.3.1 Full"]),
            DependencyError("the mail server refused the message (452)"),
        ),
        (
            Mailbox(data_answers=["554 5.7.1 Spam"]),
            UndeliverableError("the mail server refused the message (554)"),
        ),
    ],
    ids=["greylisted", "unknown", "full", "spam"],
)
def test_a_refusal_says_whether_it_lasts(box: Mailbox, expected: Exception) -> None:
    """4yz may pass, 5yz does not; what the server said, which may quote an address, is not kept."""
    with served(box) as server, pytest.raises(type(expected)) as caught:
        send(server, _mail())
    assert (type(caught.value), str(caught.value)) == (type(expected), str(expected))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"554 no\r\n",), "the mail server answered 554"),
        ((b"",), "the mail server broke off, or did not answer in time"),
        ((b"220 hi\r\n", b"250 hi\r\n"), "the mail server broke off"),
        ((b"220 hi\r\n", b"250 hi\r\n", b"501 no\r\n"), "the mail server answered 501"),
    ],
    ids=["refused", "silent", "dropped", "sender"],
)
def test_a_server_that_is_out_of_order_is_an_outage(lines: tuple[bytes, ...], said: str) -> None:
    """Nobody's mail would be taken."""
    with _speaking(*lines) as server, pytest.raises(MailOutageError, match=said):
        send(server, _mail())


def test_a_server_that_is_not_there_is_an_outage() -> None:
    """A connection that is refused may be taken later."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    with pytest.raises(MailOutageError, match="the mail server cannot be reached"):
        send(replace(_SERVER, port=port), _mail())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "@example.org",
        "reader@",
        "a b@example.org",
        "a@b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "<a@example.org>",
        "a@example.org,b@example.org",
        '"a"@example.org',
        "-oQ@example.org",
        "é@example.org",
        f"{'a' * 250}@example.org",
    ],
    ids=str,
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    """No recipient makes a second one, a header or a command."""
    assert not is_mailbox(address)
    with pytest.raises(UndeliverableError, match="the recipient's address is none"):
        message(_SERVER, address, "s", "b", id_="x", at=_AT)


def test_a_subject_makes_no_header() -> None:
    """Line ends in a listing's name are blanks."""
    made = _mail("Trips\r\nBcc: other@example.org\nX")
    assert made["Subject"] == "Trips Bcc: other@example.org X"
    assert made["Bcc"] is None


@pytest.mark.parametrize(
    ("server", "said"),
    [
        (replace(_SERVER, host="mail.example.com"), "mail to mail.example.com without TLS"),
        (replace(_SERVER, host="10.0.0.1"), r"mail to 10\.0\.0\.1 without TLS"),
        (replace(_SERVER, sender="nobody"), "no address that mail is from"),
    ],
    ids=["name", "address", "sender"],
)
def test_a_server_that_may_not_be_used_is_refused(server: MailServer, said: str) -> None:
    """Mail goes in the clear to this machine alone, and is from somebody."""
    with pytest.raises(InputError, match=said):
        require_server(server)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_mail_to_this_machine_needs_no_tls(host: str) -> None:
    """Nobody is between."""
    server = replace(_SERVER, host=host)
    assert require_server(server) is server
