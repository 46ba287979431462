"""What is known of one request before its route runs: who asks, in which language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import Depends, Request

from gptreview.errors import InputError
from gptreview.model.account import Identity
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.language import COOKIE, negotiated

API: Final = "/api/"
"""What programs ask begins with it: they are known by their token, never by a cookie."""
_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class Visit:
    """One request."""

    identity: Identity
    language: str
    session: str = ""
    """Token of the session; empty for nobody, and for programs."""
    form: str = ""
    """Random value of the form cookie."""
    is_new_form: bool = False
    """Whether the browser has yet to be given it."""


def visit_of(request: Request, desk: AtDesk) -> Visit:
    """Look the visitor up, once a request.

    Raises:
        UnauthorizedError: A program's token is unknown, revoked or has expired.
        InputError: The query holds a NUL, which PostgreSQL has in no text.
    """
    address = desk.known_by(request.client.host if request.client else "")
    if request.url.path.startswith(API):
        identity = _program(request, desk)
        session = form = ""
        is_new = False
    else:
        session = request.cookies.get(desk.cookies.session, "")
        identity = (session and desk.rooms.access.sessions.identify(session)) or Identity()
        if identity.account is None:
            session = ""
        form = request.cookies.get(desk.cookies.form, "")
        is_new = not desk.forms.is_ours(form)
        form = desk.forms.fresh() if is_new else form
    own = identity.account.language if identity.account else ""
    language = negotiated(
        request.cookies.get(COOKIE, ""), own, request.headers.get("accept-language", "")
    )
    visit = Visit(replace(identity, address=address), language, session, form, is_new)
    request.state.visit = visit
    if any("\0" in part for pair in request.query_params.multi_items() for part in pair):
        raise InputError("a character that no text has", where="query", expected="text")
    return visit


def _program(request: Request, desk: Desk) -> Identity:
    header = request.headers.get("authorization", "")
    if not header:
        return Identity()
    token = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
    return desk.rooms.access.tokens.identify(token)


Visiting = Annotated[Visit, Depends(visit_of)]
"""What is known of the request."""
