"""What the public sees of listings."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gptreview.errors import NotFoundError
from gptreview.web.desk import AtDesk
from gptreview.web.numbers import After, Number
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)
_PAGE: Final = 50


@router.get("/listings", name="listings")
def listings(
    request: Request,
    show: Showing,
    desk: AtDesk,
    query: str = "",
    outcome: str = "",
    after: After = 0,
) -> Response:
    """Listings that have something to show, to search."""
    page = desk.rooms.public.page(
        query, outcome, profile=desk.rooms.profile, after=after, limit=_PAGE
    )
    path = request.url.path
    asked = {name: text for name, text in (("query", query), ("outcome", outcome)) if text}
    following = f"{path}?{urlencode({**asked, 'after': page.next})}" if page.next else ""
    first = (f"{path}?{urlencode(asked)}" if asked else path) if after else ""
    return show(
        "public/listings", page=page, query=query, outcome=outcome, next=following, first=first
    )


@router.get("/listings/{number}", name="listing")
def listing(number: Number, show: Showing, desk: AtDesk) -> Response:
    """What is published of one listing."""
    return show("public/listing", listing=desk.rooms.public.listing(number, desk.rooms.profile))


@router.get("/listings/{number}/statement.json", name="statement")
def statement(number: Number, desk: AtDesk) -> Response:
    """The signed verdict, to check with `gptreview verify`."""
    found = desk.rooms.public.listing(number, desk.rooms.profile).statement
    if found is None:
        raise NotFoundError(
            "no signed verdict is published of this listing", where=f"listing {number}"
        )
    return JSONResponse(
        dict(found),
        headers={"Content-Disposition": f'attachment; filename="listing-{number}.json"'},
    )
