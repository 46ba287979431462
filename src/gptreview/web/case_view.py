"""What the page of a case shows, whichever route it is that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from gptreview.errors import ConflictError, ForbiddenError, GptReviewError, InputError
from gptreview.model.access import Preferences
from gptreview.model.account import Identity
from gptreview.model.case_page import CasePage
from gptreview.model.finding import Category
from gptreview.model.queue_query import write_query
from gptreview.usecases.triage.preview_notices import PreviewedLetter
from gptreview.web.decision_form import WRONG
from gptreview.web.desk import Desk
from gptreview.web.field_errors import field_errors
from gptreview.web.followed import followed, trail
from gptreview.web.pages import Show

_DISTURBING: Final = (Category.HATE, Category.ADULT)
"""What is veiled in every case; in an urgent one everything that was found is."""


def show_case(
    show: Show,
    desk: Desk,
    identity: Identity,
    number: int,
    *,
    status: int = 200,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    refusal: GptReviewError | None = None,
    letters: Sequence[PreviewedLetter] = (),
) -> Response:
    """The page of a case as it is now.

    Args:
        show: Answers.
        desk: Has the use-cases.
        identity: Who asks.
        number: Of the case.
        status: Of the answer.
        values: What was typed into its form; None where nobody did.
        errors: What is wrong with that, by field.
        refusal: Why a step was not taken.
        letters: What people would be told.
    """
    page = desk.rooms.cases.read.case(number, identity)
    wanted = followed(show)
    return show(
        "reviewer/case",
        status=status,
        page=page,
        query=write_query(wanted),
        trail=trail(wanted),
        clauses=tuple(desk.rooms.policy.clauses.values()),
        disturbing=disturbing(page),
        evidence_options=_evidence(page),
        values={"texts_in": page.case.language} if values is None else values,
        has_typed=values is not None,
        errors=errors or {},
        refusal=refusal,
        letters=letters,
        break_at=break_at(desk, identity),
    )


def refused(
    show: Show,
    desk: Desk,
    identity: Identity,
    number: int,
    error: GptReviewError,
    values: Mapping[str, Any] | None = None,
) -> Response:
    """The page of a case, with why a step was not taken; what was typed stays.

    Raises:
        GptReviewError: The same, where the page could not say it.
    """
    status = error.http_status
    if error.where in WRONG and isinstance(error, InputError | ForbiddenError):
        said = field_errors(error, WRONG, show.gettext)
        return show_case(show, desk, identity, number, status=status, values=values, errors=said)
    if isinstance(error, ConflictError | ForbiddenError):
        return show_case(show, desk, identity, number, status=status, values=values, refusal=error)
    raise error


def disturbing(page: CasePage) -> frozenset[int]:
    """Places of the findings that are veiled until somebody wants to see them."""
    judged = page.verdict.verdict.findings if page.verdict else ()
    return frozenset(
        place
        for place, each in enumerate(judged)
        if page.case.is_urgent or each.finding.category in _DISTURBING
    )


def _evidence(page: CasePage) -> list[tuple[str, list[int], str]]:
    """Digest, ordinals and rule of what can be ticked: the same words twice are one evidence."""
    options: dict[str, tuple[str, list[int], str]] = {}
    judged = page.verdict.verdict.findings if page.verdict else ()
    for ordinal, each in enumerate(judged, 1):
        digest = each.finding.evidence_digest
        options.setdefault(digest, (digest, [], each.finding.rule_id))[1].append(ordinal)
    return list(options.values())


def break_at(desk: Desk, identity: Identity) -> dt.datetime | None:
    """When to remind somebody of a break; None for those who want none, or are at one."""
    account = identity.account
    wanted = account.preferences.get("break_minutes", Preferences().break_minutes) if account else 0
    since = desk.breaks.last_end(identity) if wanted else None
    return since + dt.timedelta(minutes=wanted) if since else None
