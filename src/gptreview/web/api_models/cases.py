"""Cases: as the queue shows them, and one with all that is beside it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from gptreview.model.account import Role
from gptreview.model.case import CaseState
from gptreview.model.case_page import CasePage
from gptreview.model.decision import Action, Ground, Scope
from gptreview.model.report import ReportCategory
from gptreview.web.api_models.reports import FiledAppeal
from gptreview.web.api_models.shapes import Shown, Text, Words
from gptreview.web.api_models.verdicts import WholeVerdict


class QueuedCase(Shown):
    """One case as the queue shows it."""

    id: int
    listing: int
    name: Text
    source: Text
    number: int
    """Of the listing's version."""
    is_current: bool
    state: CaseState
    revision: int
    """To be named by whoever decides."""
    is_urgent: bool
    parts: dict[str, int]
    """Of its priority, in thousandths of a point."""
    categories: tuple[str, ...]
    language: str
    reports: int
    opened_at: dt.datetime
    due_at: dt.datetime | None
    is_overdue: bool
    holder: Text
    """Who has claimed it; empty where nobody has."""
    lease_until: dt.datetime | None
    is_mine: bool
    present: tuple[Text, ...]
    """Others who have it open."""


class CaseQueue(Shown):
    """Some of the wanted cases, the most pressing first."""

    rows: tuple[QueuedCase, ...]
    next: str
    """Send it as ``after`` for the next page; empty where this is the last one."""
    counts: dict[CaseState, int]
    """Cases in each state, counted to 1,000."""


class CaseStep(Shown):
    """A case after a step."""

    id: int
    listing: int
    number: int
    content_digest: str
    state: CaseState
    revision: int
    opened_at: dt.datetime
    due_at: dt.datetime | None
    holder: int | None
    """Number of the account that has claimed it."""
    claimed_at: dt.datetime | None
    lease_until: dt.datetime | None
    is_urgent: bool
    language: str
    decision: int | None
    """Number of the decision that stands."""


class MarkedPlace(Shown):
    """Where a finding stands in a text, in code points."""

    start: int
    end: int
    finding: int
    """Its place in the verdict, counted from 0."""


class CaseText(Shown):
    """A text of the snapshot, or the beginning of one."""

    field: Text
    text: Text
    highlights: tuple[MarkedPlace, ...]
    is_masked: bool
    characters: int
    """Code points of the whole text."""
    is_cut: bool


class CaseOperation(Shown):
    """A call that an action of the listing can make."""

    action: int
    operation: Text
    method: Text
    path: Text
    host: Text
    consequential: bool | None
    asks_user: bool
    third_party: bool | None


class CaseReport(Shown):
    """A report, without who made it."""

    id: int
    category: ReportCategory
    description: Text
    location: Text
    language: str
    filed_at: dt.datetime
    number: int
    """Of the listing's version that was reported."""
    is_bad_faith: bool
    has_evidence: bool


class MadeDecision(Shown):
    """A decision that was made."""

    id: int
    case: int
    account: int
    action: Action
    clauses: tuple[Text, ...]
    facts: Text
    reason_builder: Text
    reason_reporter: Text
    scope: Scope
    ground: Ground
    legal_ground: Text
    made_at: dt.datetime
    ends_at: dt.datetime | None
    change_by: dt.date | None
    evidence: tuple[str, ...]
    appeal: int | None
    """Number of the appeal that it answers."""
    replaced_at: dt.datetime | None


class CaseMoment(Shown):
    """One step of a case."""

    at: dt.datetime
    kind: str
    wording: Words
    actor: Text
    """Name of the account; empty for the public and for the program itself."""


class RelatedRow(Shown):
    """A listing that has something in common with this one."""

    id: int
    name: Text
    kind: str
    shown: Text
    case: int | None
    state: str


class Suggestion(Shown):
    """What would be usual."""

    action: Action | None
    reason: Words
    escalate: bool


class WholeCase(Shown):
    """A case with everything beside it."""

    case: CaseStep
    listing: int
    name: Text
    external_id: Text
    is_current: bool
    parts: dict[str, int]
    categories: tuple[str, ...]
    texts: tuple[CaseText, ...]
    unreadable: Text
    verdict: WholeVerdict | None
    operations: tuple[CaseOperation, ...]
    reports: tuple[CaseReport, ...]
    decisions: tuple[MadeDecision, ...]
    appeals: tuple[FiledAppeal, ...]
    timeline: tuple[CaseMoment, ...]
    related: tuple[RelatedRow, ...]
    strikes: int
    recommendation: Suggestion
    present: tuple[Text, ...]
    rescan_error: Text
    is_rescan_wanted: bool

    @classmethod
    def shown(cls, page: CasePage) -> Self:
        """The answer that shows a case."""
        verdict = page.verdict
        return cls(
            case=CaseStep.of(page.case),
            listing=page.listing.id,
            name=page.listing.name,
            external_id=page.listing.external_id,
            is_current=page.is_current,
            parts=dict(page.parts),
            categories=page.categories,
            texts=tuple(map(CaseText.of, page.texts)),
            unreadable=page.unreadable,
            verdict=WholeVerdict.made(verdict.verdict, verdict.made_at) if verdict else None,
            operations=tuple(map(CaseOperation.of, page.operations)),
            reports=tuple(map(CaseReport.of, page.reports)),
            decisions=tuple(map(MadeDecision.of, page.decisions)),
            appeals=tuple(map(FiledAppeal.of, page.appeals)),
            timeline=tuple(map(CaseMoment.of, page.timeline)),
            related=tuple(map(RelatedRow.of, page.related)),
            strikes=page.strikes,
            recommendation=Suggestion.of(page.recommendation),
            present=tuple(each.name for each in page.present),
            rescan_error=page.rescan_error,
            is_rescan_wanted=page.is_rescan_wanted,
        )


class ReporterRow(Shown):
    """Somebody who reports, known by a key."""

    key: str
    reports: int
    decided: int
    borne_out: int
    bad_faith: int
    newest: int
    """Number of their last report."""
    accuracy: float


class ReporterPage(Shown):
    """Some of those who report."""

    reporters: tuple[ReporterRow, ...]
    next: str
    """Send it as ``after`` for the next page; empty where this is the last one."""


class WhoReported(Shown):
    """Who made a report, as they said."""

    report: int
    name: Text
    email: Text


class View(Shown):
    """A filter of the queue under a name."""

    id: int
    name: Text
    query: str


class OwnSteps(Shown):
    """What somebody has done since their last break."""

    decided: int
    minutes: int


class Me(Shown):
    """Whom the program takes you for."""

    role: Role
    account: int | None
    """Number; null without a token."""
    name: Text
    permissions: tuple[str, ...]
    """What the token was given for, as far as the role allows it."""
