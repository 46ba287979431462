"""Work that a request leaves behind is begun at once, not at the next look."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gptreview.web.csrf import is_safe


class WakeAfterWrites:
    """Tells the background that something may have changed.

    Args:
        app: The application.
        wake: Told; it must not take long.
    """

    def __init__(self, app: ASGIApp, *, wake: Callable[[], None]) -> None:
        self._app = app
        self._wake = wake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell once it was answered."""
        if scope["type"] != "http" or is_safe(scope["method"]):
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            await send(message)
            is_last = message["type"] == "http.response.body" and not message.get("more_body")
            if is_last:
                self._wake()

        await self._app(scope, receive, told)
