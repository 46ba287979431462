"""The page of a case, and the steps that need no more than a button."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from gptreview.errors import ConflictError, ForbiddenError
from gptreview.model.account import Identity, Permission, Role
from gptreview.web.case_view import refused, show_case
from gptreview.web.decision_form import seen_revision
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.followed import followed, to_case
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing
from gptreview.web.routes.queue import to_next

router: Final = APIRouter(include_in_schema=False)
_READS: Final = [Depends(Needs(Role.REVIEWER, Permission.READ_CASES))]
_DECIDES: Final = [Depends(Needs(Role.REVIEWER, Permission.DECIDE_CASES))]


@router.get("/cases/{number}", name="case", dependencies=_READS)
def case(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Everything that whoever decides it has to know."""
    return show_case(show, desk, asking, number)


@router.post("/cases/{number}/presence", name="presence", dependencies=_READS)
def presence(number: Number, form: Form, desk: AtDesk, asking: Asking) -> Response:
    """Take a sign of life from an open page; who else has it open."""
    del form
    others = desk.rooms.cases.presence.heartbeat(number, asking)
    return JSONResponse({"others": [each.name for each in others]})


@router.post("/cases/{number}/claim", name="claim_case", dependencies=_DECIDES)
def claim_case(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Take it, or hold it for longer."""
    del form
    return _step(show, desk, asking, number, desk.rooms.cases.claim.claim, "claimed")


@router.post("/cases/{number}/renew", name="renew_case", dependencies=_DECIDES)
def renew_case(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Hold it for longer."""
    del form
    return _step(show, desk, asking, number, desk.rooms.cases.claim.renew, "renewed")


@router.post("/cases/{number}/release", name="release_case", dependencies=_DECIDES)
def release_case(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Give it back undecided."""
    del form
    return _step(show, desk, asking, number, desk.rooms.cases.claim.release, "released")


@router.post("/cases/{number}/escalate", name="escalate_case", dependencies=_DECIDES)
def escalate_case(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Leave it to a lead."""
    revision = seen_revision(form)

    def escalate(case: int, identity: Identity) -> object:
        return desk.rooms.cases.escalate.escalate(case, revision, identity)

    return _step(show, desk, asking, number, escalate, "escalated")


@router.post("/cases/{number}/skip", name="skip_case", dependencies=_DECIDES)
def skip_case(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Leave it to others, and go on to the next one."""
    del form
    try:
        desk.rooms.cases.skip.skip(number, asking)
    except ConflictError as error:
        return refused(show, desk, asking, number, error)
    with suppress(ConflictError, ForbiddenError):  # it was another one's, or nobody's
        desk.rooms.cases.claim.release(number, asking)
    return to_next(show, desk, asking, followed(show), flash="skipped")


@router.post("/cases/{number}/rescan", name="rescan_case", dependencies=_DECIDES)
def rescan_case(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Have it scanned with the rules of now."""
    del form
    return _step(show, desk, asking, number, desk.rooms.rescan.want, "rescan")


def _step(
    show: Show,
    desk: Desk,
    asking: Identity,
    number: int,
    take: Callable[[int, Identity], object],
    flash: str,
) -> Response:
    try:
        take(number, asking)
    except (ConflictError, ForbiddenError) as error:
        return refused(show, desk, asking, number, error)
    return to_case(show, number, followed(show), flash)
