"""Making an account: by a link that works once, or where builders may make their own."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get("/sign-up", name="sign_up")
def ask(show: Showing) -> Response:
    """The form of a builder's own account."""
    return show.next("sign_in")
