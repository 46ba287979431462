"""Appeals: who does not accept a decision, and what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.decision import Appeal, Party
from gptreview.store.tables.cases import AppealRow, ReportRow


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """What an appeal needs to know of a report."""

    case: int
    filed_at: dt.datetime


def reported(session: Session, report: int) -> ReportedCase:
    """The case of a report.

    Raises:
        NotFoundError: There is no report with this number.
    """
    row = session.execute(
        select(ReportRow.case_id, ReportRow.filed_at).where(ReportRow.id == report)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"no report {report}", next_step="look it up in its case")
    return ReportedCase(*row)


def against(session: Session, decision: int, party: Party, who: int | None = None) -> bool:
    """Whether a party has appealed against a decision; ``who`` asks of one reporter's report."""
    wanted = select(AppealRow.id).where(
        AppealRow.decision_id == decision, AppealRow.party == str(party)
    )
    if who is not None:
        wanted = wanted.where(AppealRow.who == who)
    return session.scalar(wanted.limit(1)) is not None


def add(
    session: Session,
    case: int,
    decision: int,
    party: Party,
    who: int,
    reason: str,
    *,
    at: dt.datetime,
) -> Appeal:
    """Keep an appeal.

    Args:
        session: In a transaction that has locked the case.
        case: Number of the case.
        decision: Number of the decision that is appealed against.
        party: Who appeals.
        who: Number of the reporter's report, or of the builder's account.
        reason: In their words.
        at: Now.
    """
    row = AppealRow(
        case_id=case,
        decision_id=decision,
        party=str(party),
        who=who,
        reason=reason,
        filed_at=at,
        decided_at=None,
        decided_by=None,
        is_upheld=None,
    )
    session.add(row)
    session.flush()
    return to_appeal(row)


def of_case(session: Session, case: int) -> list[Appeal]:
    """All appeals of a case, the first one first."""
    rows = session.scalars(
        select(AppealRow).where(AppealRow.case_id == case).order_by(AppealRow.id)
    )
    return list(map(to_appeal, rows))


def answer(
    session: Session,
    case: int,
    *,
    account: int,
    now: dt.datetime,
    is_upheld: bool,
    words: Callable[[Party], str],
) -> Sequence[Appeal]:
    """Answer all appeals of a case that nobody has answered; they are against one decision.

    Args:
        session: In a transaction that has locked the case.
        case: Number of the case.
        account: Who answers.
        now: Now.
        is_upheld: Whether the decision stands.
        words: What each party is told.
    """
    rows = session.scalars(
        select(AppealRow)
        .where(AppealRow.case_id == case, AppealRow.decided_at.is_(None))
        .order_by(AppealRow.id)
    ).all()
    for row in rows:
        row.decided_at, row.decided_by, row.is_upheld = now, account, is_upheld
        row.answer = words(Party(row.party))
    session.flush()
    return list(map(to_appeal, rows))


def to_appeal(row: AppealRow) -> Appeal:
    """The appeal that a row holds."""
    party = Party(row.party)
    return Appeal(
        id=row.id,
        case=row.case_id,
        decision=row.decision_id,
        party=party,
        reason=row.reason,
        filed_at=row.filed_at,
        report=row.who if party is Party.REPORTER else None,
        account=row.who if party is Party.BUILDER else None,
        decided_at=row.decided_at,
        is_upheld=row.is_upheld,
        answer=row.answer,
    )
