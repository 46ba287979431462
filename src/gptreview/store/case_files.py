"""All that is kept of one case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.model.case import Case
from gptreview.model.case_file import FileNotice
from gptreview.model.decision import Appeal, Decision
from gptreview.model.gpt import Gpt
from gptreview.model.report import Report
from gptreview.store import appeals, cases, decisions, reports, snapshots
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import ReportRow
from gptreview.store.tables.notices import NoticeRow
from gptreview.store.tables.registry import ListingRow, SnapshotRow
from gptreview.store.tables.verdicts import FindingRow, VerdictRow


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case with its rows, nothing masked; reporters and letters' addresses are not among it."""

    case: Case
    listing: str
    """Its name, masked."""
    external_id: str
    gpt: Gpt
    """Without its knowledge files."""
    outcome: str
    findings: Sequence[Mapping[str, Any]]
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    appeals: Sequence[Appeal]
    notices: Sequence[FileNotice]


def read(session: Session, number: int) -> KeptCase:
    """All of a case.

    Raises:
        NotFoundError: There is none with this number.
    """
    case = cases.find(session, number)
    listing = session.get_one(ListingRow, case.listing)
    outcome, findings = _verdict(session, case)
    of_case = select(ReportRow).where(ReportRow.case_id == number).order_by(ReportRow.id)
    return KeptCase(
        case,
        listing.name,
        listing.external_id,
        snapshots.read_outlines(session, (case.content_digest,))[case.content_digest],
        outcome,
        findings,
        [reports.to_report(row) for row in session.scalars(of_case)],
        decisions.of_case(session, number),
        appeals.of_case(session, number),
        _notices(session, number),
    )


def account_names(session: Session, accounts: Collection[int]) -> dict[int, str]:
    """What accounts are called."""
    rows = session.execute(
        select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(list(accounts)))
    )
    return {number: name for number, name in rows}  # noqa: C416 - of rows


def _verdict(session: Session, case: Case) -> tuple[str, list[Mapping[str, Any]]]:
    verdict = case.verdict
    if verdict is None:
        standing = standing_on(SnapshotRow.content_digest).correlate(SnapshotRow)
        verdict = session.scalar(
            select(standing.scalar_subquery())
            .select_from(SnapshotRow)
            .where(SnapshotRow.content_digest == case.content_digest)
        )
    if verdict is None:
        return "", []
    rows = session.scalars(
        select(FindingRow.document)
        .where(FindingRow.verdict_id == verdict)
        .order_by(FindingRow.number)
    )
    return session.get_one(VerdictRow, verdict).outcome, list(rows)


def _notices(session: Session, case: int) -> list[FileNotice]:
    rows = session.scalars(
        select(NoticeRow).where(NoticeRow.case_id == case).order_by(NoticeRow.id)
    )
    return [
        FileNotice(row.kind, row.recipient, row.made_at, row.mailed_at, row.subject, row.body)
        for row in rows
    ]
