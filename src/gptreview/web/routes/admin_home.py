"""What leads and admins look after, on one page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.web.guard import Needs
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get(
    "/administration",
    name="administration",
    dependencies=[Depends(Needs(Role.LEAD, Permission.CONFIGURE))],
)
def administration(show: Showing) -> Response:
    """Links to all of it."""
    return show("administration/home")
