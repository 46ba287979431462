"""Somebody reports a listing."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.model.report import ReportCategory
from gptreview.web.desk import AtDesk
from gptreview.web.pages import Showing
from gptreview.web.routes.listings import Number

router: Final = APIRouter(include_in_schema=False)


@router.get("/listings/{number}/report", name="report")
def report(number: Number, show: Showing, desk: AtDesk) -> Response:
    """The form of a report."""
    listing = desk.rooms.public.listing(number, desk.rooms.profile)
    return show(
        "public/report",
        number=number,
        name=listing.name,
        categories=tuple(ReportCategory),
        values={},
        errors={},
        signed_in_as="",
    )
