"""What reporters are told of their reports."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.model.case import Case, CaseState
from gptreview.model.decision import Decision, Party
from gptreview.model.report import ReportCategory, ReportState, ReportStatus
from gptreview.store import cases, decisions
from gptreview.store.tables.cases import AppealRow, ReportRow
from gptreview.store.tables.registry import ListingRow


def status(session: Session, report: int, *, now: dt.datetime) -> ReportStatus:
    """The status of a report that is there.

    The decision that answers it is the one that stands, where that was made after it came in: a
    case that somebody else's report has opened again still has it.
    """
    row, name = session.execute(
        select(ReportRow, ListingRow.name)
        .join(ListingRow, ListingRow.id == ReportRow.listing_id)
        .where(ReportRow.id == report)
    ).one()
    case = cases.find(session, row.case_id)
    answer = None if case.decision is None else decisions.find(session, case.decision)
    if answer is not None and answer.made_at < row.filed_at:
        answer = None
    told = ReportStatus(
        report=report,
        state=_state(case, answer, now),
        filed_at=row.filed_at,
        listing=row.listing_id,
        name=name,
        category=ReportCategory(row.category),
    )
    return told if answer is None else _answered(session, told, answer, case, now)


def _state(case: Case, answer: Decision | None, now: dt.datetime) -> ReportState:
    if case.state is CaseState.APPEALED:
        return ReportState.APPEALED
    if answer is not None:
        return ReportState.ACTIONED if answer.action.is_violation else ReportState.NOT_ACTIONED
    if case.state is CaseState.ESCALATED or case.is_held(now):
        return ReportState.IN_REVIEW
    return ReportState.RECEIVED


def _answered(
    session: Session, told: ReportStatus, answer: Decision, case: Case, now: dt.datetime
) -> ReportStatus:
    has_appealed = session.scalar(
        select(AppealRow.id).where(
            AppealRow.decision_id == answer.id,
            AppealRow.party == str(Party.REPORTER),
            AppealRow.who == told.report,
        )
    )
    until = answer.appeal_until()
    is_open = case.state in (CaseState.DECIDED, CaseState.APPEALED) and now <= until
    return ReportStatus(
        report=told.report,
        state=told.state,
        filed_at=told.filed_at,
        listing=told.listing,
        name=told.name,
        category=told.category,
        decision=answer.id,
        action=answer.action,
        reason=answer.reason_reporter,
        decided_at=answer.made_at,
        appeal_until=until,
        may_appeal=is_open and has_appealed is None,
    )
