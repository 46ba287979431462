"""What is masked, shown one thing at a time to those who need it; the log says to whom.

All of it is asked for by forms: no link that a browser fetches by itself ends up in the log.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError
from gptreview.model.account import Permission, Role
from gptreview.web.case_view import disturbing, refused
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)
_NEEDED: Final = [Depends(Needs(Role.REVIEWER, Permission.DECIDE_CASES))]
_LEADS: Final = [Depends(Needs(Role.LEAD, Permission.DECIDE_CASES))]
_FILE_POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@router.post("/cases/{number}/unmask", name="unmask", dependencies=_NEEDED)
def unmask(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """A field of the listing as it was written."""
    try:
        texts = desk.rooms.cases.unmask.text(number, form.text("field"), asking)
    except ConflictError as error:
        return refused(show, desk, asking, number, error)
    page = desk.rooms.cases.read.case(number, asking)
    return show(
        "reviewer/unmasked", number=number, page=page, texts=texts, disturbing=disturbing(page)
    )


@router.post("/reports/{number}/evidence", name="evidence", dependencies=_NEEDED)
def evidence(number: Number, form: Form, desk: AtDesk, asking: Asking) -> Response:
    """The file that a reporter added, to be kept and opened elsewhere: it is a stranger's."""
    del form
    file = desk.rooms.cases.unmask.evidence(number, asking)
    name = quote(file.name or f"report-{number}", safe="")
    return Response(
        file.data,
        media_type=file.kind,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",  # RFC 6266, section 4
            "Content-Security-Policy": _FILE_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@router.post("/reports/{number}/reporter", name="reporter", dependencies=_LEADS)
def reporter(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Who made a report, as they said."""
    who = desk.rooms.cases.unmask.reporter(number, asking)
    return show("reviewer/reporter", who=who, case=form.number("case"))


@router.post("/reports/{number}/bad-faith", name="bad_faith", dependencies=_LEADS)
def bad_faith(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Let a report count no longer, or all reports by whoever made it."""
    if form.is_on("all"):
        desk.rooms.sweep.mark_all_by(number, asking)
    else:
        desk.rooms.sweep.mark([number], asking)
    case = form.number("case")
    if case is None:
        return show.next("queue", flash="bad-faith")
    return show.next("case", number=case, flash="bad-faith")
