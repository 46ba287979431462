"""What the routes work with: use-cases, and the few values that all of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from gptreview.model.account import Identity
from gptreview.web.csrf import FormGuard


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names of the cookies; with https they are bound to the host (RFC 6265bis, 4.1.3.2)."""

    is_https: bool

    @property
    def session(self) -> str:
        """Of the session's token."""
        return self._named("session")

    @property
    def form(self) -> str:
        """Of the value that forms answer."""
        return self._named("form")

    @property
    def flash(self) -> str:
        """Of what the next page says once."""
        return self._named("flash")

    def _named(self, name: str) -> str:
        return f"{'__Host-' if self.is_https else ''}gptreview_{name}"


@dataclass(frozen=True, slots=True)
class Desk:
    """All that routes need."""

    base_url: str
    """Public address, without a slash at its end."""
    profile: str
    """The audience whose verdicts are shown."""
    cookies: Cookies
    forms: FormGuard
    clock: Callable[[], dt.datetime]
    known_by: Callable[[str], str]
    """A network address as limits know it: a digest under a key of this installation."""
    identify_session: Callable[[str], Identity | None]
    identify_token: Callable[[str], Identity]


def desk_of(request: Request) -> Desk:
    """The desk of the application that was asked."""
    found = request.app.state.desk
    assert isinstance(found, Desk)  # noqa: S101 - a bug here, never an input
    return found
