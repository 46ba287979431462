"""Coming in by an issuer of OpenID Connect."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get("/sign-in/oidc", name="sign_in_oidc")
def begin(show: Showing) -> Response:
    """Go to the issuer."""
    return show.next("sign_in")
