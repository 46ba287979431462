"""Reports: kept as they came, found by what reporters were given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from gptreview.model.case import Case
from gptreview.model.report import Evidence, Report, ReportCategory, Reporter
from gptreview.store.tables.cases import CaseRow, ReceiptRow, ReportRow


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that was looked at and is to be kept."""

    receipt: str
    """SHA-256 of its receipt code."""
    category: ReportCategory
    description: str
    location: str
    text_digest: str
    language: str
    name: str
    email: str
    reporter: str
    """Who it is, under a key."""
    account: int | None
    evidence: Evidence | None


def add(session: Session, case: Case, new: NewReport, *, at: dt.datetime) -> int:
    """Keep a report that is not there (`same`); its number.

    Args:
        session: A transaction that holds the case, so that nobody else adds the same.
        case: That it is folded into.
        new: The report.
        at: Now.
    """
    row = ReportRow(
        receipt_hash=new.receipt,
        case_id=case.id,
        listing_id=case.listing,
        number=case.number,
        category=str(new.category),
        description=new.description,
        location=new.location,
        text_digest=new.text_digest,
        language=new.language,
        name=new.name,
        email=new.email,
        reporter=new.reporter,
        account_id=new.account,
        filed_at=at,
        is_bad_faith=False,
        is_borne_out=None,
        evidence_name=new.evidence.name if new.evidence else "",
        evidence_kind=new.evidence.kind if new.evidence else "",
        evidence=new.evidence.data if new.evidence else None,
    )
    session.add(row)
    session.flush()
    return row.id


def same(session: Session, case: Case, new: NewReport) -> int | None:
    """Number of the report in which this reporter has said the same of this case."""
    return session.scalar(
        select(ReportRow.id).where(
            ReportRow.case_id == case.id,
            ReportRow.reporter == new.reporter,
            ReportRow.text_digest == new.text_digest,
        )
    )


def add_receipt(session: Session, report: int, receipt: str, *, at: dt.datetime) -> None:
    """Keep one more code that opens a report; the others still do."""
    session.add(ReceiptRow(receipt_hash=receipt, report_id=report, made_at=at))
    session.flush()


def by_receipt(session: Session, receipt: str) -> int | None:
    """Number of the report that a code opens, by SHA-256 of the code."""
    first = select(ReportRow.id).where(ReportRow.receipt_hash == receipt)
    more = select(ReceiptRow.report_id).where(ReceiptRow.receipt_hash == receipt)
    found = session.scalar(first)
    return found if found is not None else session.scalar(more)


def find(session: Session, ids: Collection[int]) -> list[Report]:
    """The reports with these numbers that are there, in the order of their numbers."""
    rows = session.scalars(select(ReportRow).where(ReportRow.id.in_(ids)).order_by(ReportRow.id))
    return [to_report(row) for row in rows]


def of_same_reporter(session: Session, report: int, *, limit: int) -> list[int]:
    """Numbers of the newest reports by whoever made one, which is among them; empty if none did."""
    reporter = select(ReportRow.reporter).where(ReportRow.id == report).scalar_subquery()
    newest = select(ReportRow.id).where(ReportRow.reporter == reporter)
    return list(session.scalars(newest.order_by(ReportRow.id.desc()).limit(limit)))


def mark_bad_faith(session: Session, ids: Iterable[int]) -> None:
    """Let reports count no longer."""
    session.execute(
        update(ReportRow)
        .where(ReportRow.id.in_(list(ids)))
        .values(is_bad_faith=True)
        .execution_options(synchronize_session=False)
    )


def counted(session: Session, case: Case) -> tuple[int, list[str], bool]:
    """Of a case's reports that are not in bad faith: number, categories, and whether it is urgent.

    Urgent it is by those that came in since it was opened.
    """
    rows = session.execute(
        select(ReportRow.category, func.count(), func.max(ReportRow.filed_at))
        .where(ReportRow.case_id == case.id, ReportRow.is_bad_faith.is_(False))
        .group_by(ReportRow.category)
    ).all()
    is_urgent = any(
        ReportCategory(category).is_urgent and newest >= case.opened_at
        for category, _, newest in rows
    )
    return sum(row[1] for row in rows), sorted(row[0] for row in rows), is_urgent


def reporters(session: Session, *, after: str, limit: int) -> list[Reporter]:
    """Who reports, in the order of their keys.

    Args:
        session: For reading.
        after: Key of the last one of the page before; empty begins.
        limit: How many at most.
    """
    is_told = ReportRow.is_borne_out.is_not(None) | ReportRow.is_bad_faith
    is_true = ReportRow.is_borne_out & ~ReportRow.is_bad_faith
    rows = session.execute(
        select(
            ReportRow.reporter,
            func.count(),
            func.count().filter(is_told),
            func.count().filter(is_true),
            func.count().filter(ReportRow.is_bad_faith),
            func.max(ReportRow.id),
        )
        .where(ReportRow.reporter > after)
        .group_by(ReportRow.reporter)
        .order_by(ReportRow.reporter)
        .limit(limit)
    )
    return [Reporter(*row) for row in rows]


def folded(session: Session, case: Case) -> tuple[int, tuple[str, ...]]:
    """How many reports a case has that are not in bad faith, and all of its categories."""
    number, names = session.execute(
        select(CaseRow.reports, CaseRow.categories).where(CaseRow.id == case.id)
    ).one()
    return number, tuple(names.split())


def to_report(row: ReportRow) -> Report:
    """The report that a row holds, without who made it."""
    return Report(
        id=row.id,
        case=row.case_id,
        listing=row.listing_id,
        number=row.number,
        category=ReportCategory(row.category),
        description=row.description,
        location=row.location,
        language=row.language,
        filed_at=row.filed_at,
        is_bad_faith=row.is_bad_faith,
        has_evidence=bool(row.evidence_kind),
    )
