"""What the routes work with: use-cases, and the few values that all of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from gptreview.bootstrap_web import Rooms, WebFace
from gptreview.web.breaks import KeptBreaks
from gptreview.web.csrf import FormGuard
from gptreview.web.figures import KeptFigures


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

    @property
    def receipt(self) -> str:
        """Of the receipt that the next page shows."""
        return self._named("receipt")

    @property
    def oidc(self) -> str:
        """Of a sign-in that goes by another site."""
        return self._named("oidc")

    def _named(self, name: str) -> str:
        return f"{'__Host-' if self.is_https else ''}gptreview_{name}"


@dataclass(frozen=True, slots=True)
class Desk:
    """All that routes need."""

    rooms: Rooms
    """The use-cases."""
    base_url: str
    """Public address, without a slash at its end."""
    cookies: Cookies
    forms: FormGuard
    clock: Callable[[], dt.datetime]
    known_by: Callable[[str], str]
    """A network address as limits know it: a digest under a key of this installation."""
    figures: KeptFigures
    """Of the transparency page."""
    breaks: KeptBreaks
    """Of reviewers."""


def desk_on(face: WebFace, clock: Callable[[], dt.datetime]) -> Desk:
    """The desk of a face."""
    return Desk(
        rooms=face.rooms,
        base_url=face.base_url,
        cookies=Cookies(is_https=face.base_url.startswith("https://")),
        forms=FormGuard(face.form_key),
        clock=clock,
        known_by=face.known_by,
        figures=KeptFigures(face.rooms.exports.transparency.report, clock),
        breaks=KeptBreaks(face.rooms.cases.work.since_break, clock),
    )


def desk_of(request: Request) -> Desk:
    """The desk of the application that was asked."""
    found = request.app.state.desk
    assert isinstance(found, Desk)  # noqa: S101 - a bug here, never an input
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]
"""The desk."""
