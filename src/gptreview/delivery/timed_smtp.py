"""Conversations by SMTP that end in time, however slowly a server talks.

The timeout of `smtplib` is for each piece that comes in: a server that sends a byte now and then,
or one line of a reply after another, is never late.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from contextlib import suppress
from typing import Any, Final

_AGAIN: Final = 0.1
"""Seconds from one cut to the next: a connection may be made just after the first."""


class TimedSmtp(smtplib.SMTP):
    """A conversation whose connection is cut once its time is over.

    Whoever speaks then learns that the server has gone: `smtplib.SMTPServerDisconnected`.

    Args:
        host: Of the server.
        port: Of the server.
        total_seconds: Longest time from the connection's begin until it is closed. Connecting and
            a handshake of TLS are cut by the timeout alone.
        options: As `smtplib` has them, a timeout among them.
    """

    def __init__(self, host: str, port: int, *, total_seconds: float, **options: Any) -> None:
        self._closed = threading.Event()
        self._is_late = False
        self._total_seconds = total_seconds
        super().__init__(host, port, **options)

    def connect(self, *where: Any, **options: Any) -> tuple[int, bytes]:
        """Connect, and look at the clock from now on."""
        threading.Thread(target=self._watch, name="gptreview-mail", daemon=True).start()
        try:
            return super().connect(*where, **options)
        except BaseException:
            self._closed.set()
            raise

    def getreply(self) -> tuple[int, bytes]:
        """The server's next reply, which is whole."""
        reply = super().getreply()
        if self._is_late:  # half a line, perhaps: `smtplib` takes what there was for a reply
            self.close()
            raise smtplib.SMTPServerDisconnected("out of time")
        return reply

    def close(self) -> None:
        """Close the connection; nobody looks at the clock any longer."""
        self._closed.set()
        super().close()

    def _watch(self) -> None:
        pause = self._total_seconds
        while not self._closed.wait(pause):
            pause, self._is_late = _AGAIN, True
            connection = self.sock
            if connection is not None:  # it is while it is made, which no test can wait for
                # As of a plain socket: the one of TLS forgets its keys, while another thread reads.
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)


class TimedSmtpOverTls(TimedSmtp, smtplib.SMTP_SSL):
    """The same, over TLS from its first byte."""
