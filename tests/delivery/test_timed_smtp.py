"""Mail servers that talk without end, by real SMTP on loopback."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from gptreview.delivery.mail import MailOutageError, MailServer, MailTls, message, send

if TYPE_CHECKING:
    import trustme

_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
_TOTAL = 0.5


@contextmanager
def _dripping(
    *lines: bytes, drop: bytes = b"2", authority: trustme.CA | None = None
) -> Iterator[MailServer]:
    """A server that says these lines, one for each that it hears, and then drop after drop."""
    trust = context = None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        trust = ssl.create_default_context()
        authority.configure_trust(trust)

    def converse(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        with connection, suppress(OSError):
            for line in lines:
                connection.sendall(line)
                connection.recv(4096)
            while True:  # until nobody listens
                connection.sendall(drop)
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=converse, args=(listening,))
        thread.start()
        yield MailServer(
            "127.0.0.1",
            listening.getsockname()[1],
            "review@example.com",
            MailTls.TLS if context else MailTls.NONE,
            timeout_seconds=5.0,
            total_seconds=_TOTAL,
            trust=trust,
        )
        thread.join()


@pytest.mark.parametrize(
    ("lines", "drop"),
    [
        pytest.param((), b"2", id="greeting"),
        pytest.param((), b"220-hello\r\n", id="greeting-without-end"),
        pytest.param((b"220 hi\r\n", b"250 hi\r\n"), b"2", id="sender"),
    ],
)
@pytest.mark.parametrize("over", ["plain", "tls"])
def test_a_server_that_drips_is_left(
    authority: trustme.CA, over: str, lines: tuple[bytes, ...], drop: bytes
) -> None:
    """Though something comes all the time, a letter has its time and no more."""
    mail = message(
        MailServer("127.0.0.1", 25, "review@example.com"),
        "reader@example.org",
        "Hello",
        "Text",
        id_="notice-7.ab",
        at=_AT,
    )
    ca = authority if over == "tls" else None
    begun = time.monotonic()
    with _dripping(*lines, drop=drop, authority=ca) as server:
        with pytest.raises(MailOutageError, match="broke off, or did not answer in time"):
            send(server, mail)
        took = time.monotonic() - begun
    assert _TOTAL <= took < 5.0
    assert all(each.name != "gptreview-mail" for each in threading.enumerate())
