"""The server: told where it listens, and stopped in order."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import uvicorn
from fastapi import FastAPI

from gptreview.errors import InputError

_GRACE: Final = 10
"""Seconds that requests have to end in when the server is told to stop."""
_BACKLOG: Final = 512
"""Connections that may wait to be taken."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server is reached."""

    host: str
    port: int
    """0 for any that is free."""
    proxies: tuple[str, ...] = ()
    """Addresses of proxies whose word on the visitor's address is taken."""


def listen(where: Listening) -> socket.socket:
    """The socket, bound before anything else is begun.

    Raises:
        InputError: The address cannot be listened at.
    """
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    # asyncio sends at once only on sockets that name their protocol; on others the body of an
    # answer waits for the reader to acknowledge its head, which takes Linux 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((where.host, where.port))
    except (OSError, UnicodeError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or "no address of this machine"
        raise InputError(
            f"it cannot be listened at ({reason})",
            where=f"{where.host}:{where.port}",
            expected="an address of this machine and a port that is free",
            next_step="choose another --port, or 0 for any",
        ) from error
    bound.listen(_BACKLOG)
    return bound


def address_of(bound: socket.socket) -> str:
    """The address as a browser takes it."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, then say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()


def answer(app: FastAPI, where: Listening, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until a signal ends it: SIGINT or SIGTERM.

    Args:
        app: The application.
        where: Where it listens.
        bound: The socket there.
        ready: Called once it answers.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(where.proxies),
        forwarded_allow_ips=list(where.proxies),
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=15,
    )
    with _kept_alive():
        _Server(config, ready).run(sockets=[bound])


@contextmanager
def _kept_alive() -> Iterator[None]:
    """Let the process live on after the signal that ends the server.

    Uvicorn sends itself the signal once more when it has ended, which would end the process before
    the work in the background has stopped and the database is closed.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main one's
        yield
        return
    before = {each: signal.signal(each, _leave) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _leave(_signal: int, _frame: object) -> None:
    """The server has heard it."""
