"""Who is told of a case: its reporters, and the accounts whose listing it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gptreview.model.account import Account, Role
from gptreview.model.report import ReportCategory
from gptreview.store import snapshots
from gptreview.store.tables.accounts import AccountRow, DomainRow, OwnerRow
from gptreview.store.tables.cases import ReportRow
from gptreview.store.tables.registry import ListingRow


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who filed a report, as far as a letter needs to know."""

    report: int
    case: int
    account: int | None
    category: ReportCategory
    filed_at: dt.datetime
    language: str
    email: str = field(repr=False)
    """Empty where none is known."""


def owners_of(session: Session, listing: int, *, now: dt.datetime) -> list[Account]:
    """Active accounts whose listing it is, by number.

    They have proven the domain that its current content names, and the proof has not run out; or
    a lead has made them its owner.
    """
    digest = session.scalar(select(ListingRow.content_digest).where(ListingRow.id == listing))
    if digest is None:
        return []
    builder = snapshots.read_outlines(session, (digest,))[digest].builder
    proven = select(DomainRow.account_id).where(
        DomainRow.domain == builder.domain.strip().lower(),
        DomainRow.verified_at.is_not(None),
        or_(DomainRow.expires_at.is_(None), DomainRow.expires_at > now),
    )
    named = select(OwnerRow.account_id).where(OwnerRow.listing_id == listing)
    rows = session.scalars(
        select(AccountRow)
        .where(
            or_(AccountRow.id.in_(proven), AccountRow.id.in_(named)),
            AccountRow.disabled_at.is_(None),
        )
        .order_by(AccountRow.id)
    )
    return list(map(_account, rows))


def account(session: Session, number: int) -> Account | None:
    """An active account; None where there is none with this number."""
    row = session.get(AccountRow, number)
    return _account(row) if row is not None and row.disabled_at is None else None


def reporter(session: Session, report: int) -> Reporter:
    """Who filed a report."""
    return _reporter(session.get_one(ReportRow, report))


def reporters_of(session: Session, case: int, *, until: dt.datetime) -> list[Reporter]:
    """Who filed the reports of a case until a moment, by number of the report."""
    rows = session.scalars(
        select(ReportRow)
        .where(ReportRow.case_id == case, ReportRow.filed_at <= until)
        .order_by(ReportRow.id)
    )
    return list(map(_reporter, rows))


def lapsed_domains(session: Session, number: int, *, now: dt.datetime) -> list[str]:
    """Domains of an account whose proof has run out, in order."""
    return list(
        session.scalars(
            select(DomainRow.domain)
            .where(
                DomainRow.account_id == number,
                DomainRow.way != "",
                DomainRow.expires_at <= now,
            )
            .order_by(DomainRow.domain)
        )
    )


def _account(row: AccountRow) -> Account:
    return Account(
        row.id,
        row.name,
        row.email,
        Role(row.role),
        row.language,
        row.created_at,
        row.disabled_at,
        is_local=row.issuer is None,
    )


def _reporter(row: ReportRow) -> Reporter:
    return Reporter(
        row.id,
        row.case_id,
        row.account_id,
        ReportCategory(row.category),
        row.filed_at,
        row.language,
        row.email,
    )
