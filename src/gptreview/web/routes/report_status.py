"""What became of a report, for whoever has its receipt; the code is never in an address."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)


@router.get("/status", name="report_status")
def ask(show: Showing) -> Response:
    """The form for the receipt."""
    return show("public/status", status=None, code="", errors={}, notices=())


@router.post("/status/appeal", name="report_appeal")
def ask_appeal(show: Showing) -> Response:
    """The form of the reporter's appeal."""
    return show.next("report_status")
