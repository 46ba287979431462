"""Operations for anybody: listings, and how they changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from fastapi import Query, Request
from starlette.responses import Response

from gptreview.web.api_models.public import ListingChanges, ListingPage, WholeListing
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.api_models.transparency import Transparency
from gptreview.web.desk import AtDesk
from gptreview.web.kept_answers import kept_answer
from gptreview.web.quarters import asked_quarter
from gptreview.web.routes.api.operations import ApiRouter, Number, also, require_published

router: Final = ApiRouter("listings")
figures: Final = ApiRouter("transparency")


@router.get("/listings", summary="Search the listings that have a verdict")
def list_listings(
    desk: AtDesk,
    query: Annotated[str, Query(max_length=100, description="A part of the name")] = "",
    outcome: Annotated[
        Literal["", "pass", "fail"], Query(description="Of the verdict; empty for any")
    ] = "",
    after: Annotated[int, Query(ge=0, le=LARGEST, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ListingPage:
    """Published listings in the order of their numbers."""
    page = desk.rooms.public.page(
        query, outcome, profile=desk.rooms.profile, after=after, limit=limit
    )
    return ListingPage.of(page)


@router.get("/listings/{number}", summary="Read what is public of a listing")
def read_listing(number: Number, desk: AtDesk) -> WholeListing:
    """One listing with its verdict, its history, and the signed statement of it."""
    found = desk.rooms.public.listing(number, desk.rooms.profile)
    require_published(is_there=found.revision > 0, number=number)
    return WholeListing.of(found)


@router.get("/changes", summary="Read what changed last")
def list_changes(
    desk: AtDesk,
    after: Annotated[str, Query(max_length=100, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ListingChanges:
    """The last change of each listing, the newest first."""
    changes = desk.rooms.public.changes(profile=desk.rooms.profile, after=after, limit=limit)
    return ListingChanges.of(changes)


@figures.get(
    "/transparency",
    summary="Read how reports were dealt with",
    response_model=Transparency,
    responses={**also(429), 304: {"description": "The same as under the `ETag` that was sent"}},
)
def read_transparency(
    desk: AtDesk,
    request: Request,
    since: Annotated[dt.date | None, Query(description="First day of the quarter, in UTC")] = None,
    until: Annotated[dt.date | None, Query(description="Its last day, in UTC")] = None,
) -> Response:
    """Figures of a calendar quarter, of the one that runs where none is named.

    Counts below 5 of a part are hidden; of other ranges one could be subtracted from another, and
    tell them.

    They were counted at most five minutes before they are sent, and may be kept for five more.
    """
    from gptreview.render.transparency_json import transparency_json

    quarter = asked_quarter(since, until, desk.clock().astimezone(dt.UTC).date())
    report = desk.figures.of(quarter)
    return kept_answer(request, transparency_json(report, public=True), "application/json")
