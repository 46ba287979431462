"""The letters to whoever is signed in."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.web.guard import Needs
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER, Permission.OWN_LISTINGS))


@router.get("/notices", name="notices", dependencies=[_OWN])
def notices(show: Showing) -> Response:
    """The newest first."""
    return show.next("home")
