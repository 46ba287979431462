"""What somebody sets for themselves."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.model.account import Role
from gptreview.web.guard import Needs
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get("/profile", name="profile", dependencies=[Depends(Needs(Role.BUILDER))])
def profile(show: Showing) -> Response:
    """One's own settings."""
    return show.next("home")
