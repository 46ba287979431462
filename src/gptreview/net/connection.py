"""One request over TLS to addresses that were checked beforehand, inside a deadline.

Imports httpcore, so import this module where it is used. httpcore is the engine of httpx; it takes
a network backend, which httpx does not hand through, and a backend is where an address can be
pinned and a deadline enforced on every read while SNI, certificate check and Host header keep the
name. It reads no proxy settings, keeps no cookies, follows no redirect and decodes nothing.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore

from gptreview.errors import DependencyError
from gptreview.net.deadline import Deadline
from gptreview.net.url import HttpsUrl


class CertificateError(DependencyError):
    """The server could not be trusted; asking again at once will not help."""


@contextmanager
def get(
    url: HttpsUrl,
    headers: Sequence[tuple[str, str]],
    *,
    addresses: Sequence[str],
    ssl_context: ssl.SSLContext | None,
    deadline: Deadline,
) -> Iterator[httpcore.Response]:
    """The answer to a GET, its body still to be read; the connection closes with the context.

    Args:
        url: Whom to ask; a URL of this machine where there is no TLS.
        headers: All of them.
        addresses: Checked addresses, best first.
        ssl_context: Whom to trust; None for plain HTTP.
        deadline: When the exchange ends.

    Raises:
        DependencyError: No connection, no trust, a broken answer, or the deadline passed.
    """
    request = httpcore.Request("GET", _target(url, ssl_context), headers=headers)
    with _answer(request, addresses, ssl_context, deadline) as response:
        yield response


@contextmanager
def post(
    url: HttpsUrl,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    *,
    addresses: Sequence[str],
    ssl_context: ssl.SSLContext | None,
    deadline: Deadline,
) -> Iterator[httpcore.Response]:
    """The answer to a POST, its body still to be read; the connection closes with the context.

    Args:
        url: Whom to ask; a URL of this machine where there is no TLS.
        headers: But for the length of the body.
        body: What is sent.
        addresses: Checked addresses, best first.
        ssl_context: Whom to trust; None for plain HTTP.
        deadline: When the exchange ends.

    Raises:
        DependencyError: No connection, no trust, a broken answer, or the deadline passed.
    """
    length = ("Content-Length", str(len(body)))
    target = _target(url, ssl_context)
    request = httpcore.Request("POST", target, headers=[*headers, length], content=body)
    with _answer(request, addresses, ssl_context, deadline) as response:
        yield response


def _target(url: HttpsUrl, ssl_context: ssl.SSLContext | None) -> httpcore.URL:
    scheme = b"http" if ssl_context is None else b"https"
    return httpcore.URL(scheme=scheme, host=url.host, port=url.port, target=url.target)


@contextmanager
def _answer(
    request: httpcore.Request,
    addresses: Sequence[str],
    ssl_context: ssl.SSLContext | None,
    deadline: Deadline,
) -> Iterator[httpcore.Response]:
    backend = PinnedBackend(addresses, deadline)
    try:
        with httpcore.ConnectionPool(ssl_context, network_backend=backend) as pool:
            response = pool.handle_request(request)
            try:
                yield response
            finally:
                response.close()
    except httpcore.TimeoutException:
        raise deadline.missed() from None
    except httpcore.ConnectError:
        raise DependencyError("the server cannot be reached", next_step="try again later") from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise DependencyError(
            "the server broke off or did not answer in HTTP", next_step="try again later"
        ) from None


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the given addresses whatever the name, the first that answers.

    Args:
        addresses: Checked addresses, best first; no look-up happens here.
        deadline: When the exchange ends.
    """

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the name serves TLS only
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is stricter
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that accepts, each given its share of the time left."""
        failure: Exception = httpcore.ConnectError("no address")
        for position, address in enumerate(self._addresses):
            share = self._deadline.remaining() / (len(self._addresses) - position)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return DeadlineStream(stream, self._deadline)
        raise failure


class DeadlineStream(httpcore.NetworkStream):
    """A stream whose every operation gets the time left, not a fresh timeout."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """At most that many bytes."""
        return self._stream.read(max_bytes, self._deadline.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send it all."""
        self._stream.write(buffer, self._deadline.remaining())

    def close(self) -> None:
        """Close at once."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """The same stream under TLS, the certificate checked against the name."""
        try:
            left = self._deadline.remaining()
            secured = self._stream.start_tls(ssl_context, server_hostname, left)
        except DependencyError:
            self.close()
            raise
        except httpcore.ConnectError as error:  # told apart here: the pool drops its cause
            raise _untrusted(error.__cause__) from None
        return DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the socket knows about itself."""
        return self._stream.get_extra_info(info)


def _untrusted(cause: BaseException | None) -> DependencyError:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return CertificateError(
            f"the server's certificate is not valid: {cause.verify_message}",
            next_step="check the host name; its owner has to renew or correct the certificate",
        )
    return DependencyError("TLS could not be set up", expected="TLS 1.2 or later")
