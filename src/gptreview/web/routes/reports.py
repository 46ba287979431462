"""Somebody reports a listing, and is shown the receipt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from gptreview.errors import GptReviewError, InputError, TooManyError
from gptreview.model.account import Account
from gptreview.model.case import ServiceLevels
from gptreview.model.public import PublicListing
from gptreview.model.report import Evidence, Receipt, ReportCategory, ReportDraft
from gptreview.usecases.triage.sound_report import MAX_EVIDENCE_BYTES
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Form, Posted
from gptreview.web.guard import Asking
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing, set_cookie
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)
_FIELDS: Final = ("category", "description", "location", "reporter_name", "reporter_email")
_WRONG: Final[Mapping[str, str]] = {
    "category": _("Choose what it is about."),
    "description": _("Write 20 to 5,000 characters of plain text."),
    "location": _("Write at most 500 characters of plain text."),
    "evidence": _(
        "The file is of no kind that is taken. Choose a PNG, JPEG or WebP picture, a PDF, or a "
        "text in UTF-8."
    ),
    "reporter_name": _("Write your name in one line."),
    "reporter_email": _("Write an address like name@example.com."),
    "good_faith": _("Tick this: the law wants it of every report."),
}
_TOO_LARGE: Final = _("The file is larger than 5 MiB. Choose a smaller one.")
_NOT_KEPT: Final = _("Choose the file again: it was not kept.")
_LEVELS: Final = ServiceLevels()
_RECEIPT_SECONDS: Final = 600
"""How long the receipt's page may be loaded again."""
_KEPT: Final = re.compile("([0-9A-Z-]{23})\\.([0-9]{1,16})\\.([01])")
"""Code, number of the listing, and whether a letter will come."""


@router.get("/listings/{number}/report", name="report")
def ask(number: Number, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """The form of a report."""
    listing = desk.rooms.public.listing(number, desk.rooms.profile)
    return _form(show, listing, asking.account, {}, {})


@router.post("/listings/{number}/report", name="file_report")
def file(number: Number, form: Form, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """Keep the report, and go on to its receipt.

    A page of its own shows the code, so that loading it again files nothing; the code goes there
    in a cookie that no script reads, since addresses stay in histories and logs.
    """
    listing = desk.rooms.public.listing(number, desk.rooms.profile)
    draft = _draft(number, form, visit.language)
    try:
        receipt = desk.rooms.reports.file(draft, visit.identity)
    except (InputError, TooManyError) as error:
        too_many = error if isinstance(error, TooManyError) else None
        wrong = {} if too_many else _wrong(error, draft.evidence, show)
        values = {each: form.text(each) for each in (*_FIELDS, "good_faith")}
        return _form(show, listing, visit.identity.account, values, wrong, too_many)
    is_anonymous = ReportCategory(form.text("category")).is_anonymous
    is_mailed = bool(desk.rooms.settings.smtp_host) and not is_anonymous
    return _with_receipt(show.next("receipt"), desk, receipt, number, is_mailed=is_mailed)


@router.get("/receipt", name="receipt")
def receipt(request: Request, show: Showing, desk: AtDesk) -> Response:
    """The code of the report that this browser has just sent."""
    kept = _KEPT.fullmatch(request.cookies.get(desk.cookies.receipt, ""))
    if kept is None:
        return show.next("report_status")
    code, number, is_mailed = kept.groups()
    listing = desk.rooms.public.listing(int(number), desk.rooms.profile)
    return show(
        "public/receipt",
        code=code,
        number=listing.number,
        name=_name(listing, show),
        email=is_mailed == "1",
        days=_LEVELS.first.days,
        hours=_LEVELS.urgent.seconds // 3_600,
    )


def _wrong(error: GptReviewError, evidence: Evidence | None, show: Show) -> dict[str, str]:
    """What is wrong, by field: a file that was chosen has to be chosen again in any case."""
    wrong = field_errors(error, _WRONG, show.gettext)
    if evidence and len(evidence.data) > MAX_EVIDENCE_BYTES:
        wrong["evidence"] = show.gettext(_TOO_LARGE)
    elif evidence:
        wrong.setdefault("evidence", show.gettext(_NOT_KEPT))
    return wrong


def _draft(number: int, form: Posted, language: str) -> ReportDraft:
    fields = {each: form.text(each) for each in _FIELDS}
    file = form.file("evidence")
    evidence = Evidence(file[0], "", file[1]) if file else None
    return ReportDraft(
        number,
        good_faith=form.is_on("good_faith"),
        language=language,
        evidence=evidence,
        **fields,
    )


def _form(
    show: Show,
    listing: PublicListing,
    account: Account | None,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
    too_many: TooManyError | None = None,
) -> Response:
    answer = show(
        "public/report",
        status=too_many.http_status if too_many else 422 if wrong else 200,
        number=listing.number,
        name=_name(listing, show),
        categories=tuple(ReportCategory),
        values=values,
        errors=wrong,
        too_many=too_many,
        signed_in_as=account.email if account else "",
    )
    if too_many:
        answer.headers["Retry-After"] = str(too_many.retry_after)
    return answer


def _name(listing: PublicListing, show: Show) -> str:
    return listing.name or show.gettext("Listing %(number)s") % {"number": listing.number}


def _with_receipt(
    answer: Response, desk: Desk, made: Receipt, number: int, *, is_mailed: bool
) -> Response:
    kept = f"{made.code}.{number}.{int(is_mailed)}"
    set_cookie(answer, desk, desk.cookies.receipt, kept, seconds=_RECEIPT_SECONDS)
    return answer
