"""A builder's own listings: what was found, decided and written, and a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.own_listing import Resubmission
from gptreview.usecases.builders.read_upload import most_bytes
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import After, Number
from gptreview.web.pages import Show, Showing
from gptreview.web.uploads import uploaded
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER, Permission.OWN_LISTINGS))
_PAGE: Final = 50
_APPEAL: Final = "/own-listings/{number}/decisions/{decision}/appeal"


@router.get("/own-listings", name="own_listings", dependencies=[_OWN])
def own_listings(
    request: Request, show: Showing, desk: AtDesk, asking: Asking, after: After = 0
) -> Response:
    """All of one's own, by number."""
    builders, path = desk.rooms.builders, request.url.path
    page = builders.listings.page(asking, after=after, limit=_PAGE)
    now = desk.clock()
    return show(
        "builder/listings",
        page=page,
        has_domain=any(each.is_verified(now) for each in builders.domains.list(asking)),
        next=f"{path}?after={page.next}" if page.next else "",
        first=path if after else "",
    )


@router.get("/own-listings/{number}", name="own_listing", dependencies=[_OWN])
def own_listing(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """All that is known of one."""
    return _listing(show, desk, asking, number)


@router.post("/own-listings/{number}/versions", name="resubmit", dependencies=[_OWN])
def resubmit(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Take a new version, review it, and show what came of it."""
    try:
        data = uploaded(form, "upload", "a JSON file or a ZIP archive")
        made = desk.rooms.builders.resubmit.submit(number, data, asking)
    except (InputError, ConflictError) as error:
        wrong = wrong_fields(error, ("upload",), "upload", show.language)
        return _listing(show, desk, asking, number, wrong, status=error.http_status)
    if made.remarks or not made.is_new:
        return _listing(show, desk, asking, number, made=made)
    return show.next("own_listing", flash="resubmitted", number=number)


@router.get(_APPEAL, name="builder_appeal", dependencies=[_OWN])
def appeal_form(
    number: Number, decision: Number, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """The form of an appeal."""
    return _appeal(show, desk, asking, (number, decision), "", {})


@router.post(_APPEAL, name="file_builder_appeal", dependencies=[_OWN])
def appeal(
    number: Number, decision: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Take an appeal against a decision on the listing."""
    reason = form.text("reason")
    try:
        desk.rooms.cases.appeals.by_builder(decision, reason, asking)
    except (InputError, ConflictError) as error:
        wrong = wrong_fields(error, ("reason",), "reason", show.language)
        place = number, decision
        return _appeal(show, desk, asking, place, reason, wrong, status=error.http_status)
    return show.next("own_listing", flash="appealed", number=number)


def _listing(
    show: Show,
    desk: Desk,
    asking: Identity,
    number: int,
    errors: Mapping[str, str] | None = None,
    *,
    made: Resubmission | None = None,
    status: int = 200,
) -> Response:
    detail = desk.rooms.builders.listings.listing(number, asking)
    limits = desk.rooms.builders.resubmit.limits
    return show(
        "builder/listing",
        status=status,
        most_json=_megabytes(most_bytes(limits, is_archive=False)),
        most_zip=_megabytes(most_bytes(limits, is_archive=True)),
        detail=detail,
        clauses=desk.rooms.policy.clauses,
        errors=errors or {},
        made=made,
    )


def _megabytes(size: int) -> str:
    """A limit as people read it, never more than it is."""
    return f"{size // 100_000 / 10:g}"


def _appeal(
    show: Show,
    desk: Desk,
    asking: Identity,
    place: tuple[int, int],
    reason: str,
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    number, decision = place
    detail = desk.rooms.builders.listings.listing(number, asking)
    found = next((each for each in detail.decisions if each.id == decision), None)
    if found is None:
        raise NotFoundError("no such decision on this listing", where=f"decision {decision}")
    return show(
        "builder/appeal",
        status=status,
        number=number,
        decision=found,
        listing_name=detail.listing.name,
        clauses=desk.rooms.policy.clauses,
        values={"reason": reason},
        errors=errors,
    )
