"""The form of a decision: texts to begin with, the letters before they are sent, the step."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, ForbiddenError, InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.web.case_view import refused, show_case
from gptreview.web.decision_form import draft_of, seen_revision, typed, with_texts
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.followed import followed, to_case
from gptreview.web.forms import Form, Posted
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing

router: Final = APIRouter(include_in_schema=False)
_DECIDES: Final = [Depends(Needs(Role.REVIEWER, Permission.DECIDE_CASES))]
_REFUSALS: Final = (InputError, ConflictError, ForbiddenError)


@router.post("/cases/{number}/decide", name="decide_case", dependencies=_DECIDES)
def decide_case(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Decide it; or, as the button says, fill in texts, show the letters, or claim it first."""
    try:
        if answer := _asked(number, form, show, desk, asking):
            return answer
        desk.rooms.cases.decide.decide(number, draft_of(form), seen_revision(form), asking)
    except _REFUSALS as error:
        return refused(show, desk, asking, number, error, typed(form))
    return to_case(show, number, followed(show), "decided")


@router.post("/cases/{number}/appeal", name="decide_appeal", dependencies=_DECIDES)
def decide_appeal(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Answer the appeals: the decision stands, or another one takes its place."""
    answer = desk.rooms.cases.answer
    try:
        if form.text("ruling") == "uphold":
            if form.text("ask") == "letters":
                values = {**typed(form), "ruling": "uphold"}
                told = desk.rooms.cases.preview.upheld(number, form.text("answer"), asking)
                return show_case(show, desk, asking, number, values=values, letters=told)
            answer.uphold(number, form.text("answer"), seen_revision(form), asking)
            return to_case(show, number, followed(show), "upheld")
        if form.text("ruling") != "overturn":
            raise InputError("no ruling", where="ruling", expected="uphold or overturn")
        if shown := _asked(number, form, show, desk, asking):
            return shown
        answer.overturn(number, draft_of(form), seen_revision(form), asking)
    except _REFUSALS as error:
        return refused(show, desk, asking, number, error, typed(form))
    return to_case(show, number, followed(show), "overturned")


def _asked(number: int, form: Posted, show: Show, desk: Desk, asking: Identity) -> Response | None:
    """The page with what another button than the last one asks for; None for the last one."""
    values = typed(form)
    match form.text("ask"):
        case "texts":
            page = desk.rooms.cases.read.case(number, asking)
            judged = page.verdict.verdict.findings if page.verdict else ()
            found = [each.finding for each in judged]
            values = with_texts(values, found, desk.rooms.policy.clauses)
            return show_case(show, desk, asking, number, values=values)
        case "letters":
            letters = desk.rooms.cases.preview.letters(number, draft_of(form), asking)
            return show_case(show, desk, asking, number, values=values, letters=letters)
        case "claim":
            desk.rooms.cases.claim.claim(number, asking)
            return show_case(show, desk, asking, number, values=values)
    return None
