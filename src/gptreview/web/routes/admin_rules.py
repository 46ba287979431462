"""How rules and reporters fare with the people who decide."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.moments import moments_of
from gptreview.web.numbers import Number
from gptreview.web.pages import Showing
from gptreview.web.routes.transparency import AskedDays

router: Final = APIRouter(prefix="/administration", include_in_schema=False)
_PAGE: Final = 50


@router.get(
    "/precision",
    name="precision",
    dependencies=[Depends(Needs(Role.LEAD, Permission.EXPORT))],
)
def precision(days: AskedDays, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """How often people agreed with each rule, the most often decided first."""
    found = desk.rooms.exports.rules.rules(*moments_of(days), who=asking)
    return show(
        "administration/precision",
        since=days[0],
        until=days[1],
        rules=sorted(found, key=lambda each: (-each.decided, each.rule)),
    )


@router.get(
    "/reporters",
    name="reporters",
    dependencies=[Depends(Needs(Role.LEAD, Permission.READ_CASES))],
)
def reporters(
    request: Request,
    show: Showing,
    desk: AtDesk,
    asking: Asking,
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Who reports, and how often they were right."""
    found, path = desk.rooms.sweep.reporters(asking, after=after, limit=_PAGE), request.url.path
    return show(
        "administration/reporters",
        reporters=found.reporters,
        next=f"{path}?{urlencode({'after': found.next})}" if found.next else "",
        first=path if after else "",
    )


@router.get(
    "/reporters/{report}/bad-faith",
    name="ask_to_sweep",
    dependencies=[Depends(Needs(Role.LEAD, Permission.DECIDE_CASES))],
)
def ask_to_sweep(report: Number, show: Showing) -> Response:
    """Ask once more."""
    return show("administration/bad_faith", report=report)


@router.post(
    "/reporters/{report}/bad-faith",
    name="sweep",
    dependencies=[Depends(Needs(Role.LEAD, Permission.DECIDE_CASES))],
)
def sweep(report: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Mark all reports by whoever made this one."""
    del form
    desk.rooms.sweep.mark_all_by(report, asking)
    return show.next("reporters", flash="bad-faith")
