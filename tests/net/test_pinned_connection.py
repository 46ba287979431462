"""Connections go to the checked addresses, in order and in time."""

from __future__ import annotations

import socket
import ssl
import time

import httpcore
import pytest

from gptreview.errors import DependencyError
from gptreview.net.connection import DeadlineStream, PinnedBackend
from gptreview.net.deadline import Deadline


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    """A host with one dead address is still reached, and by address, never by name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        backend = PinnedBackend(["::1", "127.0.0.1"], Deadline.after(2))
        stream = backend.connect_tcp("not.a.name.invalid", server.getsockname()[1])
        assert stream.get_extra_info("server_addr") == server.getsockname()
        stream.close()


@pytest.mark.parametrize("addresses", [[], ["127.0.0.1", "127.0.0.1"]])
def test_no_address_that_answers_is_a_failure(addresses: list[str]) -> None:
    """When all have been tried the last failure stands."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    with pytest.raises(httpcore.ConnectError):
        PinnedBackend(addresses, Deadline.after(2)).connect_tcp("a.example.com", port)


def test_tls_does_not_start_after_the_deadline() -> None:
    """The socket is closed rather than left to the collector."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        plain = httpcore.SyncBackend().connect_tcp("127.0.0.1", server.getsockname()[1])
        stream = DeadlineStream(plain, Deadline(seconds=0, expires=time.monotonic()))
        with pytest.raises(DependencyError):
            stream.start_tls(ssl.create_default_context(), "a.example.com")
        assert plain.get_extra_info("socket").fileno() == -1
