"""Host names to addresses, once for each hop and inside the deadline."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread

from gptreview.errors import DependencyError
from gptreview.net.deadline import Deadline

# (host, port) -> addresses as text, best first; raises OSError where the name has none.
Resolver = Callable[[str, int], Sequence[str]]


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the operating system answers, in the order it prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve(resolver: Resolver, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """The addresses of a host; an IP address is its own.

    Raises:
        DependencyError: The name has no address, or no answer came in time.
    """
    if is_address(host):
        return (host,)
    try:
        addresses = _in_thread(resolver, host, port).result(timeout=deadline.remaining())
    except TimeoutError:
        raise deadline.missed() from None
    except OSError:
        addresses = ()
    if not addresses:
        raise DependencyError(
            f"the host {host} has no address in DNS",
            next_step="check the spelling and the connection, then try again",
        )
    return addresses


def _in_thread(resolver: Resolver, host: str, port: int) -> Future[Sequence[str]]:
    """Start a look-up that can be abandoned: getaddrinfo takes no timeout.

    A daemon thread rather than an executor, whose threads hold up the end of the process.
    """
    answer: Future[Sequence[str]] = Future()

    def look_up() -> None:
        try:
            answer.set_result(resolver(host, port))
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            answer.set_exception(error)

    Thread(target=look_up, name="gptreview-resolve", daemon=True).start()
    return answer


def is_address(host: str) -> bool:
    """Whether a host is an IP address, for which nobody is asked."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
