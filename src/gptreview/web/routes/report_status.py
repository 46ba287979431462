"""What became of a report, for whoever has its receipt; the code is never in an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.report import ReportStatus
from gptreview.web.desk import AtDesk
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Form
from gptreview.web.pages import Show, Showing

router: Final = APIRouter(include_in_schema=False)
_UNKNOWN: Final = _(
    "No report has this receipt. It is 20 letters and digits; copy it as it was shown."
)
APPEAL_WRONG: Final[Mapping[str, str]] = {
    "reason": _("Write 20 to 5,000 characters of plain text."),
}
"""What each field of an appeal has to be."""


@router.get("/status", name="report_status")
def ask(show: Showing) -> Response:
    """The form for the receipt."""
    return show("public/status", report=None, code="", errors={}, notices=())


@router.post("/status", name="show_report_status")
def answer(form: Form, show: Showing, desk: AtDesk) -> Response:
    """What became of the report, with the letters about it."""
    code = form.text("code")
    try:
        found = desk.rooms.status.status(code)
    except NotFoundError:
        wrong = {"code": show.gettext(_UNKNOWN)}
        return show("public/status", status=422, report=None, code=code, errors=wrong, notices=())
    letters = desk.rooms.notices.of_report(found.report)
    told = [(each.made_at, each.subject, each.body) for each in letters]
    return show("public/status", report=found, code=code, errors={}, notices=told)


@router.post("/status/appeal", name="report_appeal")
def ask_appeal(form: Form, show: Showing, desk: AtDesk) -> Response:
    """The form of the reporter's appeal."""
    code = form.text("code")
    return _appeal(show, code, _appealable(desk.rooms.status.status(code)), "", {})


@router.post("/status/appeal/file", name="file_report_appeal")
def file_appeal(form: Form, show: Showing, desk: AtDesk) -> Response:
    """Keep the reporter's appeal."""
    code, reason = form.text("code"), form.text("reason")
    report = _appealable(desk.rooms.status.status(code))
    try:
        desk.rooms.cases.appeals.by_reporter(report.report, reason)
    except InputError as error:
        wrong = field_errors(error, APPEAL_WRONG, show.gettext)
        return _appeal(show, code, report, reason, wrong)
    return show.next("report_status", flash="appealed")


def _appealable(report: ReportStatus) -> ReportStatus:
    if not report.may_appeal:
        raise ConflictError(
            "no decision on this report that an appeal is taken against now",
            next_step="look at the report again: maybe you have appealed already",
        )
    return report


def _appeal(
    show: Show, code: str, report: ReportStatus, reason: str, wrong: Mapping[str, str]
) -> Response:
    return show(
        "public/appeal",
        status=422 if wrong else 200,
        name=report.name,
        decision_action=report.action,
        reason=report.reason,
        decided_at=report.decided_at,
        until=report.appeal_until,
        action=show.path("file_report_appeal"),
        hidden={"code": code},
        values={"reason": reason},
        errors=wrong,
        back=show.path("report_status"),
    )
