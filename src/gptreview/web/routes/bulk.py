"""The same step with many cases; the page after it says what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.queue import Holder, QueueFilter, QueueRow
from gptreview.usecases.triage.bulk_steps import BulkResult
from gptreview.web.decision_form import WRONG, draft_of, typed
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.field_errors import field_errors
from gptreview.web.forms import Form, Posted
from gptreview.web.guard import Asking, Needs
from gptreview.web.pages import Show, Showing

router: Final = APIRouter(include_in_schema=False)
_DECIDES: Final = [Depends(Needs(Role.REVIEWER, Permission.DECIDE_CASES))]
_OWN: Final = 200
"""Claimed cases that are looked through for those that were ticked."""
_DIGITS: Final = 15


@router.post("/queue/bulk", name="bulk_steps", dependencies=_DECIDES)
def bulk_steps(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Claim or release the ticked cases, or show the form that decides them alike."""
    bulk, numbers, step = desk.rooms.cases.bulk, _numbers(form), form.text("step")
    if step == "claim":
        return _results(show, step, bulk.claim(numbers, asking))
    if step == "release":
        return _results(show, step, bulk.release(numbers, asking))
    if step == "decide":
        return _form(show, desk, asking, numbers, {}, {})
    raise InputError("no such step", where="step", expected="claim, release or decide")


@router.post("/queue/bulk/decide", name="bulk_decide", dependencies=_DECIDES)
def bulk_decide(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Decide cases alike, each by itself."""
    numbers = _numbers(form)
    try:
        draft = draft_of(form)
        desk.rooms.cases.decide.sound(draft, desk.clock())
    except InputError as error:
        wrong = field_errors(error, WRONG, show.gettext)
        return _form(show, desk, asking, numbers, typed(form), wrong)
    revisions = {number: form.number(f"revision-{number}") or 0 for number in numbers}
    done = desk.rooms.cases.bulk.decide(revisions, draft, asking)
    return _results(show, "decide", done)


def _numbers(form: Posted) -> list[int]:
    """The ticked cases.

    Raises:
        InputError: There is none, or one of them is no number.
    """
    ticked = form.texts("case")
    if not ticked:
        raise InputError("no case is selected", where="case", expected="at least one")
    if not all(each.isascii() and each.isdigit() and len(each) <= _DIGITS for each in ticked):
        raise InputError("no number of a case", where="case", expected="those of the page")
    return [int(each) for each in ticked]


def _results(show: Show, step: str, done: Sequence[BulkResult]) -> Response:
    return show("reviewer/bulk", step=step, results=done)


def _form(
    show: Show, desk: Desk, asking: Identity, numbers: list[int], values: Any, errors: Any
) -> Response:
    """The form that decides those of the ticked cases that are one's own to decide."""
    wanted = QueueFilter(holder=Holder.ME)
    rows = desk.rooms.cases.queue.page(wanted, asking, limit=_OWN).rows
    mine = [row for row in rows if row.id in numbers and _is_first(row)]
    left = sorted(set(numbers) - {row.id for row in mine})
    return show(
        "reviewer/bulk_decide",
        status=422 if errors else 200,
        rows=mine,
        left=left,
        clauses=tuple(desk.rooms.policy.clauses.values()),
        values=values,
        errors=errors,
    )


def _is_first(row: QueueRow) -> bool:
    """Whether it waits for a decision rather than for an answer to an appeal."""
    return row.state.value in ("open", "escalated")
