"""Send something to an https URL: guarded as a fetch is, once, and led nowhere else."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from gptreview import __version__
from gptreview.errors import GptReviewError, InputError
from gptreview.net.body import read_body
from gptreview.net.deadline import Deadline
from gptreview.net.guard import AddressGuard, IPAddress
from gptreview.net.resolver import Resolver, resolve, system_resolver
from gptreview.net.url import HTTPS_PORT, HttpsUrl, mask_url

if TYPE_CHECKING:
    import httpcore

_HTTP: Final = "http://"


@dataclass(frozen=True, slots=True)
class PostLimits:
    """What one request may take.

    Attributes:
        max_bytes: Largest answer in bytes; 0 does not read it at all.
        timeout_seconds: Wall-clock seconds for look-up, handshake, request and answer together.
        ports: Ports that may be asked over https, as for a fetch.
        is_loopback_allowed: Whether http to this machine is taken too, on any port: for trials.
    """

    max_bytes: int = 1_048_576
    timeout_seconds: float = 10.0
    ports: frozenset[int] = frozenset({HTTPS_PORT})
    is_loopback_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What the other side said, whatever the status; a redirect is not followed.

    Attributes:
        status: As it was sent.
        body: The decoded bytes.
        content_type: The Content-Type header as sent, empty if there was none; a claim, no more.
        retry_after: The Retry-After header as sent, empty if there was none.
    """

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    url: HttpsUrl
    is_plain: bool
    where: str

    @property
    def authority(self) -> str:
        """What the Host header says: its port too, unless it is that of https."""
        return self.url.authority


class Poster:
    """Sends to the public internet; holds no state between requests.

    Args:
        limits: What one request may take.
        resolver: Turns names into addresses.
        guard: Decides which addresses may be connected to.
        ssl_context: Whom to trust; the system's and certifi's authorities if not given.
    """

    def __init__(
        self,
        limits: PostLimits | None = None,
        *,
        resolver: Resolver = system_resolver,
        guard: AddressGuard | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or PostLimits()
        self._resolver = resolver
        self._guard = guard or AddressGuard()
        self._given_context = ssl_context

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """What an https URL answers to a POST.

        Args:
            url: Whom to ask.
            body: What is sent.
            headers: Content-Type, and what else the other side needs; no line ends.

        Raises:
            InputError: The URL, an address behind it, a header or the answer is not acceptable;
                asking again will not help.
            DependencyError: The other side could not be reached in time, or not be trusted.
        """
        return self._told(url, body, headers)

    def get(self, url: str, headers: Mapping[str, str]) -> Posted:
        """What the same address answers to a GET, under the same limits.

        Args:
            url: Whom to ask.
            headers: Accept, and what else the other side needs; no line ends.

        Raises:
            InputError: As for `post`.
            DependencyError: As for `post`.
        """
        return self._told(url, None, headers)

    def require(self, url: str) -> _Target:
        """See that a URL may be asked as far as it can be told without the network.

        Raises:
            InputError: It is not https, nor http to this machine where that is allowed, has a port
                that may not be asked, or names an address that is not public.
        """
        is_plain = self._limits.is_loopback_allowed and url.startswith(_HTTP)
        parsed = HttpsUrl.parse(f"https://{url.removeprefix(_HTTP)}" if is_plain else url)
        where = mask_url(url)
        if is_plain and not _is_loopback(parsed.host):
            raise InputError("http to another machine", where=where, expected="https")
        if not is_plain and parsed.port not in self._limits.ports:
            allowed = ", ".join(map(str, sorted(self._limits.ports)))
            raise InputError(
                f"a URL with port {parsed.port}", where=where, expected=f"port {allowed}"
            )
        if not is_plain and _address(parsed.host):
            try:
                self._guard.check(parsed.host, (parsed.host,))
            except InputError as error:
                raise error.at(where) from None
        return _Target(parsed, is_plain, where)

    def _told(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> Posted:
        target = self.require(url)
        try:
            with self._response(target, body, headers) as response:
                return _answer(response, self._limits.max_bytes)
        except GptReviewError as error:
            raise error.at(target.where) from None

    def _response(
        self, target: _Target, body: bytes | None, headers: Mapping[str, str]
    ) -> AbstractContextManager[httpcore.Response]:
        from gptreview.net import connection

        deadline = Deadline.after(self._limits.timeout_seconds)
        ask = connection.get if body is None else partial(connection.post, body=body)
        return ask(
            target.url,
            _head(target, headers),
            addresses=self._addresses(target, deadline),
            ssl_context=None if target.is_plain else self._ssl_context,
            deadline=deadline,
        )

    def _addresses(self, target: _Target, deadline: Deadline) -> Sequence[str]:
        url = target.url
        if target.is_plain:  # an address of this machine, which nobody looks up
            return (url.host,)
        return self._guard.check(url.host, resolve(self._resolver, url.host, url.port, deadline))

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        """Made when first needed: reading the authorities takes longer than a small command."""
        import httpcore

        return self._given_context or httpcore.default_ssl_context()


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_loopback


def _address(host: str) -> IPAddress | None:
    """What a host is that needs no look-up; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _head(target: _Target, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    for name, value in headers.items():
        if not (name + value).isprintable() or not (name + value).isascii():
            raise InputError(f"the header {name!a} with a character that no header has")
    return [
        ("Host", target.authority),
        ("User-Agent", f"gptreview/{__version__}"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        *headers.items(),
    ]


def _answer(response: httpcore.Response, max_bytes: int) -> Posted:
    sent = {name.lower(): value.decode("utf-8", "replace") for name, value in response.headers}
    body = b""
    if max_bytes:
        body = read_body(
            response.iter_stream(),
            encoding=sent.get(b"content-encoding", ""),
            declared=sent.get(b"content-length", ""),
            max_bytes=max_bytes,
        )
    return Posted(
        response.status, body, sent.get(b"content-type", ""), sent.get(b"retry-after", "")
    )
