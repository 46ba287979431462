"""What every answer says to browsers, and what no request may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gptreview.model.digits import number_up_to
from gptreview.web.errors import too_large

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS: Final = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_YEAR: Final = 31_536_000
"""Seconds."""


class SecureHeaders:
    """Adds the headers that keep a page from doing what it never does.

    Args:
        app: The application.
        is_https: Whether the public address is https; browsers then never come by http again.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._is_https = is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the answer gets what it does not have."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS:
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._is_https:
                    headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
            await send(message)

        await self._app(scope, receive, told)


class OnlyHosts:
    """Answers under its own names alone, so that no foreign name can be made to point here.

    Args:
        app: The application.
        hosts: Names without a port, in lower case.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 421 (RFC 9110, section 15.5.20)."""
        if scope["type"] == "http" and _host(scope) not in self._hosts:
            refusal = PlainTextResponse(
                "This name is not served here; GPTREVIEW_BASE_URL names the one that is.\n", 421
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _host(scope: Scope) -> str:
    host = Headers(scope=scope).get("host", "").lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


class LargestBody:
    """Refuses bodies that are larger than any form here, whatever they say of their length.

    Args:
        app: The application.
        most: Bytes.
        at: Bytes at paths of their own; the first that matches all of a path holds.
    """

    def __init__(
        self, app: ASGIApp, *, most: int, at: Sequence[tuple[re.Pattern[str], int]] = ()
    ) -> None:
        self._app = app
        self._most = most
        self._at = at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_at(scope["path"])
        length = Headers(scope=scope).get("content-length", "0")
        if number_up_to(length, most) is None:
            await too_large(scope, most)(scope, receive, send)
            return
        read = 0
        refused = started = False

        async def counted() -> Message:
            nonlocal read, refused
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                refused = True
                return {"type": "http.disconnect"}
            return message

        async def told(message: Message) -> None:
            nonlocal started
            if refused and not started:
                return
            started = True
            await send(message)

        try:
            await self._app(scope, counted, told)
        except Exception:
            if not refused:
                raise
        if refused and not started:
            await too_large(scope, most)(scope, receive, send)

    def _most_at(self, path: str) -> int:
        own = (most for paths, most in self._at if paths.fullmatch(path))
        return next(own, self._most)
