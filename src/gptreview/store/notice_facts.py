"""What letters tell of: cases, decisions with what bore them out, appeals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gptreview.model.decision import Decision, Party
from gptreview.store import decisions
from gptreview.store.tables.cases import AppealRow, CaseRow, DecisionRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import FindingRow


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The case of a letter."""

    id: int
    listing: int
    name: str
    """Of the listing, masked."""
    change_by: dt.datetime | None
    """End of the time for a change that the newest decision required; None where it did not."""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision, and the findings that bore it out."""

    decision: Decision
    findings: tuple[Mapping[str, Any], ...]
    """As JSON output has them: excerpts are masked."""
    is_detected: bool
    """Whether an automated scan found it, as the event log says."""
    reports: int
    """How many reports there were of it."""


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """An appeal, and the decision that stands since it was decided."""

    id: int
    case: int
    party: Party
    who: int
    """Number of the reporter's report, or of the builder's account."""
    filed_at: dt.datetime
    is_upheld: bool
    """False until somebody decided."""
    answer: str
    standing: int
    """Number of the decision that answers it, else of the one that it is against."""


def case(session: Session, number: int) -> CaseFacts:
    """The case with a number."""
    row = session.execute(
        select(CaseRow.id, CaseRow.listing_id, ListingRow.name)
        .join(ListingRow, ListingRow.id == CaseRow.listing_id)
        .where(CaseRow.id == number)
    ).one()
    change_by = session.scalar(
        select(DecisionRow.change_by)
        .where(DecisionRow.case_id == number)
        .order_by(DecisionRow.id.desc())
        .limit(1)
    )
    return CaseFacts(row.id, row.listing_id, row.name, change_by)


def decision(session: Session, number: int) -> DecisionFacts:
    """The decision with a number."""
    made = decisions.find(session, number)
    verdict, evidence = decisions.evidence_of(session, number)
    said = session.scalar(
        select(EventRow.payload).where(
            EventRow.subject == f"decision:{number}", EventRow.kind == "decision.made"
        )
    )
    payload = json.loads(said or "{}")
    return DecisionFacts(
        made,
        findings(session, verdict, evidence),
        bool(payload.get("automated_detection")),
        payload.get("reports", 0),
    )


def findings(
    session: Session, verdict: int | None, evidence: Collection[str]
) -> tuple[Mapping[str, Any], ...]:
    """Findings of a verdict by their evidence digests, each text once; as JSON output has them."""
    rows = session.execute(
        select(FindingRow.evidence_digest, FindingRow.document)
        .where(FindingRow.verdict_id == verdict, FindingRow.evidence_digest.in_(evidence))
        .order_by(FindingRow.number)
    )
    return tuple({row.evidence_digest: row.document for row in rows}.values())


def appeal(session: Session, number: int) -> AppealFacts:
    """The appeal with a number."""
    row = session.get_one(AppealRow, number)
    # One decision answers all appeals that wait for it, and keeps the number of the first.
    answered = session.scalar(
        select(DecisionRow.id).where(
            DecisionRow.case_id == row.case_id,
            DecisionRow.appeal_id.in_(select(AppealRow.id).where(*_answered_with(row))),
        )
    )
    return _appeal_facts(row, answered or row.decision_id)


def answered_together(session: Session, number: int) -> tuple[AppealFacts, ...]:
    """An appeal, and those that were answered with it, the first one first."""
    facts = appeal(session, number)
    row = session.get_one(AppealRow, number)
    rows = session.scalars(select(AppealRow).where(*_answered_with(row)).order_by(AppealRow.id))
    return tuple(_appeal_facts(each, facts.standing) for each in rows)


def _answered_with(row: AppealRow) -> tuple[ColumnElement[bool], ...]:
    return (
        AppealRow.case_id == row.case_id,
        AppealRow.decision_id == row.decision_id,
        AppealRow.decided_at == row.decided_at,
    )


def _appeal_facts(row: AppealRow, standing: int) -> AppealFacts:
    return AppealFacts(
        row.id,
        row.case_id,
        Party(row.party),
        row.who,
        row.filed_at,
        bool(row.is_upheld),
        row.answer,
        standing,
    )
