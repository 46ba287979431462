"""What was reported and decided, in figures that anybody may see."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get("/transparency", name="transparency")
def transparency(show: Showing) -> Response:
    """The figures as a page."""
    return show("public/home", newest=())
