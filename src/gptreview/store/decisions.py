"""What people decided: rows that stay as they are, but for when they ended or were replaced."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.account import Account
from gptreview.model.builder_key import builder_key
from gptreview.model.case import Case
from gptreview.model.decision import Action, Decision, Ground, Scope
from gptreview.store import detection, snapshots
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.cases import CaseRow, DecisionRow, ReportRow
from gptreview.store.tables.registry import SnapshotRow
from gptreview.store.tables.verdicts import FindingRow

_DAY: Final = dt.timedelta(days=1)
_INSTANT: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What is known of a case when somebody decides it."""

    verdict: int | None
    """Number of the verdict on its snapshot; None where there is none."""
    evidence: dict[str, str]
    """Category of each finding of the verdict, by its evidence digest."""
    rules: dict[str, str]
    """Rule of each, likewise."""
    categories: tuple[str, ...]
    """Of reports and findings, sorted."""
    reports: int
    """How many there are that are not in bad faith."""
    builder: str
    """Digest of the listing's builder, by `model.builder_key`; empty where it names none."""
    is_detected: bool
    """Whether the program found it before anybody reported it."""


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision that was checked and is to be written."""

    decision: Decision
    """Its own number is 0, for the database gives it."""
    listing: int
    content_digest: str
    builder: str
    """Digest of the builder whose listings it covers; empty where it covers fewer."""
    categories: tuple[str, ...]
    verdict: int | None
    """Number of the verdict that has its evidence."""
    note: str


def find(session: Session, id_: int) -> Decision:
    """A decision, whether it stands or not.

    Raises:
        NotFoundError: There is none with this number.
    """
    row = session.get(DecisionRow, id_)
    if row is None:
        raise NotFoundError(f"no decision {id_}", next_step="look it up in the case")
    return to_decision(row)


def of_case(session: Session, case: int) -> list[Decision]:
    """All decisions of a case, the first one first."""
    rows = session.scalars(
        select(DecisionRow).where(DecisionRow.case_id == case).order_by(DecisionRow.id)
    )
    return list(map(to_decision, rows))


def require_other(session: Session, case: Case, account: Account) -> None:
    """See that an appeal is decided by another person than the decision was.

    Raises:
        ConflictError: They made the decision that is appealed against.
    """
    if case.decision is None or find(session, case.decision).account != account.id:
        return
    raise ConflictError(
        "the decision is your own",
        where=f"case {case.id}",
        expected="another person to decide the appeal",
        next_step="leave it to a colleague",
    )


def basis(session: Session, case: Case) -> Basis:
    """What is known of a case: its verdict's findings, its reports, its builder."""
    verdict = case.verdict
    if verdict is None:
        standing = standing_on(SnapshotRow.content_digest).correlate(SnapshotRow)
        verdict = session.scalar(
            select(standing.scalar_subquery())
            .select_from(SnapshotRow)
            .where(SnapshotRow.content_digest == case.content_digest)
        )
    found = session.execute(
        select(FindingRow.evidence_digest, FindingRow.category, FindingRow.rule_id).where(
            FindingRow.verdict_id == verdict
        )
    ).all()
    categories, reports = session.execute(
        select(CaseRow.categories, CaseRow.reports).where(CaseRow.id == case.id)
    ).one()
    outline = snapshots.read_outlines(session, (case.content_digest,))[case.content_digest]
    return Basis(
        verdict,
        {row.evidence_digest: row.category for row in found},
        {row.evidence_digest: row.rule_id for row in found},
        tuple(categories.split()),
        reports,
        builder_key(outline.builder),
        detection.is_detected(session, case.id, case.content_digest),
    )


def write(session: Session, made: MadeDecision) -> Decision:
    """Keep a decision in the place of the one of its case that stood until now.

    Args:
        session: In a transaction that has locked the case.
        made: The decision.
    """
    decision = made.decision
    session.execute(
        update(DecisionRow)
        .where(DecisionRow.case_id == decision.case, DecisionRow.replaced_at.is_(None))
        .values(replaced_at=decision.made_at)
        .execution_options(synchronize_session=False)
    )
    row = DecisionRow(
        puid=str(uuid.uuid4()),
        case_id=decision.case,
        listing_id=made.listing,
        content_digest=made.content_digest,
        account_id=decision.account,
        appeal_id=decision.appeal,
        action=str(decision.action),
        scope=str(decision.scope),
        builder=made.builder,
        ground=str(decision.ground),
        document={
            "clauses": list(decision.clauses),
            "facts": decision.facts,
            "reason_builder": decision.reason_builder,
            "reason_reporter": decision.reason_reporter,
            "legal_ground": decision.legal_ground,
            "evidence": list(decision.evidence),
            "note": made.note,
            "categories": list(made.categories),
            "verdict": made.verdict,
        },
        made_at=decision.made_at,
        ends_at=decision.ends_at,
        change_by=end_of_day(decision.change_by),
        replaced_at=None,
        exported_at=None,
    )
    session.add(row)
    session.flush()
    return to_decision(row)


def mark_reports(session: Session, case: int, *, borne_out: bool) -> None:
    """Note of a case's reports whether something was done; those in bad faith tell nothing."""
    session.execute(
        update(ReportRow)
        .where(ReportRow.case_id == case, ReportRow.is_bad_faith.is_(False))
        .values(is_borne_out=borne_out)
        .execution_options(synchronize_session=False)
    )


def ended(session: Session, *, now: dt.datetime, limit: int) -> list[tuple[Decision, int]]:
    """Decisions whose duration is over and that nobody has told of, with their listings."""
    rows = session.scalars(
        select(DecisionRow)
        .where(DecisionRow.ended_at.is_(None), DecisionRow.ends_at <= now)
        .order_by(DecisionRow.ends_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(to_decision(row), row.listing_id) for row in rows]


def end(session: Session, decisions: Collection[int], *, now: dt.datetime) -> None:
    """Note that the duration of decisions is over."""
    session.execute(
        update(DecisionRow)
        .where(DecisionRow.id.in_(decisions))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def evidence_of(session: Session, decision: int) -> tuple[int | None, Sequence[str]]:
    """The verdict that a decision was borne out by, and the evidence digests that it names."""
    document = session.get_one(DecisionRow, decision).document
    return document.get("verdict"), tuple(document.get("evidence", ()))


def end_of_day(day: dt.date | None) -> dt.datetime | None:
    """The moment after a day in UTC."""
    if day is None:
        return None
    return dt.datetime.combine(day + _DAY, dt.time(), tzinfo=dt.UTC)


def to_decision(row: DecisionRow) -> Decision:
    """The decision that a row holds."""
    document = row.document
    return Decision(
        id=row.id,
        case=row.case_id,
        account=row.account_id,
        action=Action(row.action),
        clauses=tuple(document.get("clauses", ())),
        facts=document.get("facts", ""),
        reason_builder=document.get("reason_builder", ""),
        reason_reporter=document.get("reason_reporter", ""),
        scope=Scope(row.scope),
        ground=Ground(row.ground),
        legal_ground=document.get("legal_ground", ""),
        made_at=row.made_at,
        ends_at=row.ends_at,
        change_by=(row.change_by - _INSTANT).date() if row.change_by else None,
        evidence=tuple(document.get("evidence", ())),
        appeal=row.appeal_id,
        replaced_at=row.replaced_at,
    )
