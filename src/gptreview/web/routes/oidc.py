"""Coming in by an issuer of OpenID Connect."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from gptreview.errors import NotFoundError, UnauthorizedError
from gptreview.model.access import OIDC_CALLBACK_PATH
from gptreview.usecases.access.sign_in_oidc import OidcAnswer, SignInOidc
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.entrance import come_in
from gptreview.web.pages import Showing, drop_cookie, page, set_cookie
from gptreview.web.paths import own_path
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)
_SECONDS: Final = 600
"""That somebody has at the issuer."""
_MOST: Final = 500
"""Characters of a path to go on to that a cookie has room for."""


@router.get("/sign-in/oidc", name="sign_in_oidc")
def begin(visit: Visiting, desk: AtDesk, next: str = "") -> Response:
    """Go to the issuer."""
    begun = _oidc(desk).begin(visit.identity)
    answer = RedirectResponse(begun.url, status_code=303)
    onward = own_path(next) if len(next) <= _MOST else "/"
    kept = f"{begun.state}.{quote(onward, safe='')}"
    set_cookie(answer, desk, desk.cookies.oidc, kept, seconds=_SECONDS)
    return answer


@router.get(OIDC_CALLBACK_PATH, name="oidc_callback")
def finish(
    request: Request,
    show: Showing,
    visit: Visiting,
    desk: AtDesk,
    state: str = "",
    code: str = "",
    error: str = "",
    iss: str = "",
) -> Response:
    """Come back from the issuer, and go on to where somebody wanted to be."""
    kept, _, onward = request.cookies.get(desk.cookies.oidc, "").partition(".")
    said = OidcAnswer(state, kept, code, error, iss)
    try:
        begun = _oidc(desk).finish(said, visit.identity, replaces=visit.session)
    except UnauthorizedError as refusal:
        # Told here: who is sent to the form of sign-in would come back with the same answer.
        status = refusal.http_status
        told = {"status": status, "error": refusal}
        return page(request, visit, desk, "error", told, status=status)
    answer = come_in(show.go(own_path(unquote(onward))), desk, begun)
    drop_cookie(answer, desk, desk.cookies.oidc)
    return answer


def _oidc(desk: Desk) -> SignInOidc:
    found = desk.rooms.access.oidc
    if found is None:
        raise NotFoundError("nobody signs in by another site here")
    return found
