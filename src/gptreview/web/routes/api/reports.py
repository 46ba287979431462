"""Operations of reporters, who need no account."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from gptreview.model.account import Identity
from gptreview.model.report import Evidence, ReportDraft
from gptreview.web.api_models.reports import (
    LARGEST_REPORT,
    FiledAppeal,
    NewReport,
    ReceiptCode,
    ReportersAppeal,
    ReportReceipt,
    StatusOfReport,
)
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, also, at_most

router: Final = ApiRouter("reports", "/reports")
_SMALL: Final = at_most(LARGEST_REPORT)


@router.post(
    "", status_code=201, summary="Report a listing", responses={**also(404, 429), **_SMALL}
)
def file_report(body: NewReport, asking: Asking, desk: AtDesk, request: Request) -> ReportReceipt:
    """Say what is wrong with a listing. The receipt opens its status, without an account."""
    draft = ReportDraft(
        listing=body.listing_id,
        category=body.category,
        description=body.description,
        location=body.location,
        reporter_name=body.reporter_name,
        reporter_email=body.reporter_email,
        good_faith=body.good_faith,
        language=body.language,
        evidence=Evidence(body.evidence.name, "", body.evidence.content) if body.evidence else None,
    )
    # A token was given for other things: who reports by a program says who they are.
    receipt = desk.rooms.reports.file(draft, Identity(address=asking.address))
    path = request.app.url_path_for("report_status")
    return ReportReceipt.made(receipt.code, f"{desk.base_url}{path}")


@router.post("/status", summary="Read what became of a report", responses={**also(404), **_SMALL})
def read_report_status(body: ReceiptCode, desk: AtDesk) -> StatusOfReport:
    """The status of the report that a receipt opens."""
    return StatusOfReport.of(desk.rooms.status.status(body.receipt))


@router.post(
    "/appeal",
    status_code=201,
    summary="Appeal as a reporter",
    responses={**also(404, 409), **_SMALL},
)
def file_reporters_appeal(body: ReportersAppeal, desk: AtDesk) -> FiledAppeal:
    """Ask for another person's decision on what was decided of a report, once."""
    report = desk.rooms.status.status(body.receipt).report
    return FiledAppeal.of(desk.rooms.cases.appeals.by_reporter(report, body.reason))
