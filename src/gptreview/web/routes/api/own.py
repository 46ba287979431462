"""Operations of builders: their listings, domains and letters."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request
from starlette.requests import ClientDisconnect

from gptreview.errors import InputError
from gptreview.model.account import Permission, Role
from gptreview.web.api_models.own import (
    BuildersAppeal,
    Marked,
    NewDomain,
    NewVersionAnswer,
    NoticeRow,
    OwnDomain,
    OwnListing,
    OwnListings,
)
from gptreview.web.api_models.reports import FiledAppeal
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

router: Final = ApiRouter("own", "/own")
_BUILDER: Final = needs(Role.BUILDER, Permission.OWN_LISTINGS)
_LISTING: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": True,
                    "description": "The listing, as a GPT's configuration in JSON",
                }
            }
        },
    }
}


async def _sent(request: Request) -> bytes:
    """The body as it came: it may be large, and is read once it is known who sends it.

    Raises:
        InputError: It broke off.
    """
    try:
        return await request.body()
    except ClientDisconnect as error:
        raise InputError("it broke off", where="body", next_step="send it again") from error


@router.get("/listings", dependencies=_BUILDER, summary="List one's own listings")
def list_own_listings(
    asking: Asking,
    desk: AtDesk,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> OwnListings:
    """Those whose builder's domain the account has proven, or that it was made the owner of."""
    return OwnListings.of(desk.rooms.builders.listings.page(asking, after=after, limit=limit))


@router.get("/listings/{number}", dependencies=_BUILDER, summary="Read one's own listing")
def read_own_listing(number: Number, asking: Asking, desk: AtDesk) -> OwnListing:
    """One's own listing with all evidence and fixes."""
    return OwnListing.shown(desk.rooms.builders.listings.listing(number, asking))


@router.post(
    "/listings/{number}/versions",
    dependencies=_BUILDER,
    status_code=201,
    summary="Send a new version of one's own listing",
    responses=also(409, 429),
    openapi_extra=_LISTING,
)
def resubmit_listing(
    number: Number, body: Annotated[bytes, Depends(_sent)], asking: Asking, desk: AtDesk
) -> NewVersionAnswer:
    """It is reviewed at once, and becomes the current version."""
    return NewVersionAnswer.of(desk.rooms.builders.resubmit.submit(number, body, asking))


@router.post(
    "/decisions/{number}/appeals",
    dependencies=_BUILDER,
    status_code=201,
    summary="Appeal as a builder",
    responses=also(409),
)
def file_builders_appeal(
    number: Number, body: BuildersAppeal, asking: Asking, desk: AtDesk
) -> FiledAppeal:
    """Ask for another person's decision, once."""
    return FiledAppeal.of(desk.rooms.cases.appeals.by_builder(number, body.reason, asking))


@router.get("/domains", dependencies=_BUILDER, summary="List one's own domains")
def list_domains(asking: Asking, desk: AtDesk) -> list[OwnDomain]:
    """All of them, in the order in which they were added."""
    now = desk.clock()
    return [OwnDomain.shown(each, now) for each in desk.rooms.builders.domains.list(asking)]


@router.post(
    "/domains",
    dependencies=_BUILDER,
    status_code=201,
    summary="Add a domain",
    responses=also(409),
)
def add_domain(body: NewDomain, asking: Asking, desk: AtDesk) -> OwnDomain:
    """Say that a domain is yours; the answer says what would prove it."""
    added = desk.rooms.builders.domains.add(body.domain, asking)
    return OwnDomain.shown(added, desk.clock())


@router.post(
    "/domains/{number}/check",
    dependencies=_BUILDER,
    summary="Look for the proof of a domain",
    responses=also(429),
)
def check_domain(number: Number, asking: Asking, desk: AtDesk) -> OwnDomain:
    """Ask DNS and the site; 422 where they answer without it."""
    checked = desk.rooms.builders.domains.check(number, asking)
    return OwnDomain.shown(checked, desk.clock())


@router.delete(
    "/domains/{number}", dependencies=_BUILDER, status_code=204, summary="Forget a domain"
)
def remove_domain(number: Number, asking: Asking, desk: AtDesk) -> None:
    """Its listings are then no longer yours."""
    desk.rooms.builders.domains.remove(number, asking)


@router.get("/notices", dependencies=_BUILDER, summary="List the letters to you")
def list_notices(
    asking: Asking,
    desk: AtDesk,
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> list[NoticeRow]:
    """The newest first; send the last number as ``before`` for the next page."""
    found = desk.rooms.notices.page(asking, before=before, limit=limit)
    return [NoticeRow.of(each) for each in found]


@router.post(
    "/notices/{number}/read",
    dependencies=_BUILDER,
    status_code=204,
    summary="Note that a letter was read",
)
def mark_notice_read(number: Number, asking: Asking, desk: AtDesk) -> None:
    """A second time changes nothing."""
    desk.rooms.notices.mark_read(number, asking)


@router.post("/notices/read", dependencies=_BUILDER, summary="Note that all letters were read")
def mark_all_notices_read(asking: Asking, desk: AtDesk) -> Marked:
    """How many had not been read."""
    return Marked.so_many(desk.rooms.notices.mark_all_read(asking))
