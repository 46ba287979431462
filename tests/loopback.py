"""Real HTTPS servers on loopback that say exactly what a test tells them to."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import trustme

from gptreview.net.api import ApiClient
from gptreview.net.credentials import Credentials
from gptreview.net.fetch import Fetcher, FetchLimits
from gptreview.net.guard import AddressGuard
from gptreview.net.resolver import Resolver
from gptreview.net.retry import Clock, RetryLimits
from gptreview.net.url import HttpsUrl

API_KEY = "sk-test.0123456789"
"""Looks like a key and opens nothing."""
Answer = bytes | Callable[[socket.socket], None]


class LoopbackGuard(AddressGuard):
    """The real guard, but for the one address the tests' servers listen on."""

    def check(self, host: str, addresses: Sequence[str]) -> tuple[str, ...]:
        """Refuse what the real guard refuses, 127.0.0.1 excepted."""
        super().check(host, [address for address in addresses if address != "127.0.0.1"])
        return tuple(addresses)


@dataclass
class Names:
    """A name server in memory; every name leads to loopback unless told otherwise."""

    known: dict[str, Sequence[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, and a note that somebody asked."""
        self.asked.append(f"{host}:{port}")
        return self.known.get(host, ("127.0.0.1",))


class Site:
    """An HTTPS server on a free loopback port.

    Attributes:
        answers: What each request target gets, as bytes or as a conversation on the socket.
        heads: The request heads that arrived, in order.
        bodies: The body of each, empty where there was none.
        names: The names that clients asked for in TLS, in order.
    """

    def __init__(self, certificate: trustme.LeafCert | None) -> None:
        self.answers: dict[str, Answer] = {}
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.names: list[str | None] = []
        self._context = self._tls(certificate) if certificate else None
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    site.converse(self.request)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, target: str = "/", host: str = "api.example.com") -> str:
        """The URL of a target on this server, under any name."""
        return f"https://{host}:{self.port}{target}"

    def say(self, target: str, *answers: bytes) -> None:
        """Answer a target with one of these after the other, with the last one for ever."""
        left = list(answers)

        def converse(connection: socket.socket) -> None:
            connection.sendall(left.pop(0) if len(left) > 1 else left[0])

        self.answers[target] = converse

    @staticmethod
    def message(status: str, *headers: str, body: bytes = b"") -> bytes:
        """A complete answer."""
        head = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", "")
        return "\r\n".join(head).encode() + body

    @classmethod
    def json(cls, value: Any) -> bytes:
        """A complete answer in JSON."""
        body = json.dumps(value).encode()
        return cls.message("200 OK", "Content-Type: application/json", body=body)

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [head.split(" ")[1] for head in self.heads]

    @property
    def keys(self) -> list[str]:
        """The Authorization header of each request, empty where there was none."""
        lines = [head.split("\r\n") for head in self.heads]
        return [
            next((line for line in each if line.lower().startswith("authorization:")), "")
            for each in lines
        ]

    def converse(self, raw: socket.socket) -> None:
        """Answer one connection."""
        if self._context is None:
            raw.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            return
        with self._context.wrap_socket(raw, server_side=True) as connection:
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(4096)
            before, _, body = received.partition(b"\r\n\r\n")
            head = f"{before.decode()}\r\n\r\n"
            sent = re.search(r"\r\nContent-Length: (\d+)\r\n", head, re.IGNORECASE)
            while len(body) < int(sent[1] if sent else 0):
                body += connection.recv(4096)
            self.heads.append(head)
            self.bodies.append(body)
            answer = self.answers[head.split(" ")[1]]
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _tls(self, certificate: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)

        def note_name(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
            self.names.append(name)

        context.sni_callback = note_name
        return context


@dataclass
class Pauses:
    """A clock that stands still and notes what a client would have slept."""

    taken: list[float] = field(default_factory=list)
    seconds_a_request: float = 0.0
    _elapsed: float = 0.0

    def clock(self) -> Clock:
        """Noon on 1 January 2026, with chance in the middle."""
        return Clock(
            sleep=self.taken.append,
            elapsed=self._elapse,
            now=lambda: dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC),
            chance=lambda: 0.5,
        )

    def _elapse(self) -> float:
        self._elapsed += self.seconds_a_request
        return self._elapsed


@dataclass
class World:
    """A tiny internet: servers on loopback, their names and an authority to trust."""

    authority: trustme.CA
    names: Names = field(default_factory=Names)
    guard: AddressGuard = field(default_factory=LoopbackGuard)
    sites: list[Site] = field(default_factory=list)
    pauses: Pauses = field(default_factory=Pauses)

    def site(self, *hosts: str, tls: bool = True) -> Site:
        """A server with a certificate for these hosts."""
        certified = self.authority.issue_cert(*(hosts or ("api.example.com",))) if tls else None
        self.sites.append(Site(certified))
        return self.sites[-1]

    def fetcher(
        self,
        *,
        max_bytes: int = 1_000_000,
        timeout_seconds: float = 5.0,
        max_redirects: int = 5,
        other_ports: Sequence[int] = (),
        resolver: Resolver | None = None,
    ) -> Fetcher:
        """A fetcher that knows these names and trusts this authority."""
        ports = frozenset({site.port for site in self.sites} | set(other_ports))
        return Fetcher(
            FetchLimits(max_bytes, timeout_seconds, max_redirects, ports),
            resolver=resolver or self.names,
            guard=self.guard,
            ssl_context=self.trust(),
        )

    def api(
        self,
        site: Site,
        *,
        path: str = "/v1",
        limits: RetryLimits | None = None,
        timeout_seconds: float = 5.0,
    ) -> ApiClient:
        """A client of an API on this site, which sleeps in no real time."""
        base = HttpsUrl.parse(site.url(path))
        return ApiClient(
            base,
            self.fetcher(timeout_seconds=timeout_seconds),
            Credentials.bearer(API_KEY, base),
            limits=limits,
            clock=self.pauses.clock(),
        )

    def trust(self) -> ssl.SSLContext:
        """A client's TLS settings that trust this world's authority alone."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(context)
        return context


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """An authority that nobody but the tests trusts."""
    return trustme.CA()


@pytest.fixture
def world(authority: trustme.CA) -> Iterator[World]:
    """An empty world; its servers stop with the test."""
    made = World(authority)
    yield made
    for site in made.sites:
        site.close()
