"""Operations on reports for reviewers and leads: who, with what, and in what faith."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.web.api_models.cases import ReporterPage, WhoReported
from gptreview.web.api_models.own import Marked
from gptreview.web.api_models.steps import Reports
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

router: Final = ApiRouter("cases")
_DECIDER: Final = needs(Role.REVIEWER, Permission.DECIDE_CASES)
_LEAD: Final = needs(Role.LEAD, Permission.DECIDE_CASES)
_BYTES: Final = "application/octet-stream"


class _File(Response):
    """A stranger's file: it is saved, and never shown as a page of ours."""

    media_type = _BYTES


@router.get(
    "/reporters",
    dependencies=needs(Role.LEAD, Permission.READ_CASES),
    summary="List who reports",
)
def list_reporters(
    asking: Asking,
    desk: AtDesk,
    after: Annotated[str, Query(max_length=100, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReporterPage:
    """By a key that tells nobody who it is, with how often they were right."""
    return ReporterPage.of(desk.rooms.sweep.reporters(asking, after=after, limit=limit))


@router.post("/reports/bad-faith", dependencies=_LEAD, summary="Mark reports as bad faith")
def mark_reports(body: Reports, asking: Asking, desk: AtDesk) -> Marked:
    """They count no longer; how many were not marked before."""
    return Marked.so_many(desk.rooms.sweep.mark(body.reports, asking))


@router.post(
    "/reports/{number}/bad-faith",
    dependencies=_LEAD,
    summary="Mark all reports of a reporter as bad faith",
)
def mark_reports_of_reporter(number: Number, asking: Asking, desk: AtDesk) -> Marked:
    """Those by whoever made this one, the newest 500."""
    return Marked.so_many(desk.rooms.sweep.mark_all_by(number, asking))


@router.post("/reports/{number}/reporter", dependencies=_LEAD, summary="Read who made a report")
def unmask_reporter(number: Number, asking: Asking, desk: AtDesk) -> WhoReported:
    """The log notes it."""
    return WhoReported.of(desk.rooms.cases.unmask.reporter(number, asking))


@router.post(
    "/reports/{number}/evidence",
    dependencies=_DECIDER,
    summary="Read the file of a report",
    response_class=_File,
    responses=also(409),
)
def read_evidence(number: Number, asking: Asking, desk: AtDesk) -> Response:
    """For whoever holds the case, and for leads; the log notes it."""
    found = desk.rooms.cases.unmask.evidence(number, asking)
    return _File(
        found.data,
        headers={"Content-Disposition": 'attachment; filename="evidence"'},
    )
