"""Fetch a document over https: every hop guarded, all hops inside one set of limits."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from gptreview import __version__
from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.net.body import read_body
from gptreview.net.credentials import Credentials
from gptreview.net.deadline import Deadline
from gptreview.net.guard import AddressGuard
from gptreview.net.resolver import Resolver, resolve, system_resolver
from gptreview.net.url import HTTPS_PORT, HttpsUrl

if TYPE_CHECKING:
    import httpcore

_ACCEPT: Final = "application/json, application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})  # RFC 9110, section 15.4
_PASSING: Final = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take.

    Attributes:
        max_bytes: Largest body in bytes, as received and as decoded.
        timeout_seconds: Wall-clock seconds for the whole exchange: every look-up, handshake,
            redirect and byte of the body together.
        max_redirects: How many redirects are followed.
        ports: Ports that may be asked. 443 alone, as GPT actions may use no other and a client
            that opens any port it is told to makes a port scanner.
    """

    max_bytes: int = 33_554_432
    timeout_seconds: float = 20.0
    max_redirects: int = 5
    ports: frozenset[int] = frozenset({HTTPS_PORT})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document from the network.

    Attributes:
        url: Where it was found in the end, query included: pass it through ``mask_url`` before
            showing or storing it.
        body: The decoded bytes.
        content_type: The Content-Type header as sent, empty if there was none; a claim, no more.
    """

    url: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said in the end, whatever the status.

    Attributes:
        url: Who said it, query included: pass it through ``mask_url`` before showing it.
        where: The URL for messages: no query, and after the URL that was asked where it differs.
        status: Never a redirect.
        body: The decoded bytes; empty unless the status is 200.
        content_type: The Content-Type header as sent, empty if there was none; a claim, no more.
        retry_after: The Retry-After header as sent, empty if there was none.
    """

    url: str = field(repr=False)
    where: str
    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class _Request:
    """What stays the same from hop to hop."""

    accept: str
    credentials: Credentials | None
    max_bytes: int
    deadline: Deadline

    def headers(self, url: HttpsUrl) -> list[tuple[str, str]]:
        """What is said to this host."""
        return [
            ("Host", url.authority),
            ("User-Agent", f"gptreview/{__version__}"),
            ("Accept", self.accept),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
            *(self.credentials.headers if self.credentials else ()),
        ]

    def leads_to(self, url: HttpsUrl) -> _Request:
        """The request at the next hop; credentials that do not fit it are gone for good."""
        if self.credentials is None or self.credentials.fit(url):
            return self
        return replace(self, credentials=None)


class Fetcher:
    """Fetches documents from the public internet; holds no state between fetches.

    Args:
        limits: What one fetch may take.
        resolver: Turns names into addresses.
        guard: Decides which addresses may be connected to.
        ssl_context: Whom to trust; the system's and certifi's authorities if not given.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        resolver: Resolver = system_resolver,
        guard: AddressGuard | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._resolver = resolver
        self._guard = guard or AddressGuard()
        self._given_context = ssl_context

    def fetch(self, url: str) -> Fetched:
        """The document at an https URL, redirects followed.

        Raises:
            InputError: The URL, an address behind it, a redirect, the status or the body is not
                acceptable; asking again will not help.
            DependencyError: The other side could not be reached in time, could not be trusted or
                is out of order.
        """
        answer = self.ask(url)
        if answer.status != 200:
            raise _refusal(answer.status).at(answer.where)
        return Fetched(answer.url, answer.body, answer.content_type)

    def ask(
        self,
        url: str,
        *,
        accept: str = _ACCEPT,
        credentials: Credentials | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """What an https URL answers, redirects followed; a status that refuses is no error here.

        Args:
            url: Whom to ask.
            accept: The Accept header.
            credentials: Sent where they fit, and no more after a redirect to where they do not.
            max_bytes: Largest body; the fetcher's limit if not given.

        Raises:
            InputError: The URL, an address behind it, a redirect or the body is not acceptable.
            DependencyError: The other side could not be reached in time or not be trusted.
        """
        most = self._limits.max_bytes if max_bytes is None else max_bytes
        deadline = Deadline.after(self._limits.timeout_seconds)
        first = hop = HttpsUrl.parse(url)
        request = _Request(accept, credentials, most, deadline).leads_to(first)
        for _ in range(self._limits.max_redirects + 1):
            where = hop.shown if hop is first else f"{first.shown}: {hop.shown}"
            try:
                answer = self._visit(hop, request, where)
            except GptReviewError as error:
                raise error.at(where) from None
            if isinstance(answer, Answer):
                return answer
            hop = answer
            request = request.leads_to(hop)
        raise InputError(
            "too many redirects",
            where=first.shown,
            expected=f"at most {self._limits.max_redirects}",
            next_step="give the URL where the document is",
        )

    def _visit(self, url: HttpsUrl, request: _Request, where: str) -> Answer | HttpsUrl:
        """The answer of this hop, or where it sends us."""
        from gptreview.net import connection

        if url.port not in self._limits.ports:
            allowed = ", ".join(map(str, sorted(self._limits.ports)))
            raise InputError(f"a URL with port {url.port}", expected=f"port {allowed}")
        addresses = resolve(self._resolver, url.host, url.port, request.deadline)
        with connection.get(
            url,
            request.headers(url),
            addresses=self._guard.check(url.host, addresses),
            ssl_context=self._ssl_context,
            deadline=request.deadline,
        ) as response:
            if response.status in _REDIRECTS:
                return _target(url, response)
            return _answer(url, where, response, request.max_bytes)

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        """Made when first needed: reading the authorities takes longer than a small command."""
        import httpcore

        return self._given_context or httpcore.default_ssl_context()


def _target(url: HttpsUrl, response: httpcore.Response) -> HttpsUrl:
    location = _header(response, b"location")
    if not location:
        raise InputError(f"a redirect ({response.status}) that does not say where to")
    return url.join(location)


def _answer(url: HttpsUrl, where: str, response: httpcore.Response, max_bytes: int) -> Answer:
    if response.status != 200:
        retry_after = _header(response, b"retry-after")
        return Answer(str(url), where, response.status, retry_after=retry_after)
    body = read_body(
        response.iter_stream(),
        encoding=_header(response, b"content-encoding"),
        declared=_header(response, b"content-length"),
        max_bytes=max_bytes,
    )
    return Answer(str(url), where, 200, body, _header(response, b"content-type"))


def _header(response: httpcore.Response, name: bytes) -> str:
    """All values of a header as one, joined as RFC 9110, section 5.3, joins them."""
    values: Iterable[bytes] = (value for key, value in response.headers if key.lower() == name)
    return ", ".join(value.decode("utf-8", "replace") for value in values)


def may_pass(status: int) -> bool:
    """Whether the same request may succeed later."""
    return status >= 500 or status in _PASSING


def _refusal(status: int) -> GptReviewError:
    if may_pass(status):
        return DependencyError(f"the server answered {status}", next_step="try again later")
    return InputError(
        f"the server answered {status}",
        expected="200 and the document",
        next_step="check that the URL opens in a browser that is not signed in",
    )
