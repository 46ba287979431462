"""What was decided, appealed, written and held against one listing, for its builder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.model.decision import Appeal, Party
from gptreview.model.own_listing import OwnDecision, OwnNotice, OwnStrike
from gptreview.store.appeals import to_appeal
from gptreview.store.decisions import to_decision
from gptreview.store.tables.cases import AppealRow, CaseRow, DecisionRow, StrikeRow
from gptreview.store.tables.notices import NoticeRow


def decisions_on(
    session: Session, listing: int, appealed: Sequence[int], *, now: dt.datetime
) -> Sequence[OwnDecision]:
    """All decisions on a listing, the newest first.

    Args:
        session: For reading.
        listing: Its number.
        appealed: Numbers of the decisions that the builder has appealed against.
        now: Now.
    """
    rows = session.execute(
        select(DecisionRow, CaseRow.number)
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .where(DecisionRow.listing_id == listing)
        .order_by(DecisionRow.id.desc())
    )
    return [
        _decision(row, version, is_appealed=row.id in appealed, now=now) for row, version in rows
    ]


def appeals_of(session: Session, listing: int, account: int) -> Sequence[Appeal]:
    """An account's appeals against decisions on a listing, in the order in which they came."""
    rows = session.scalars(
        select(AppealRow)
        .join(CaseRow, CaseRow.id == AppealRow.case_id)
        .where(
            CaseRow.listing_id == listing,
            AppealRow.party == str(Party.BUILDER),
            AppealRow.who == account,
        )
        .order_by(AppealRow.id)
    )
    return list(map(to_appeal, rows))


def notices_to(session: Session, listing: int, account: int) -> Sequence[OwnNotice]:
    """Letters to an account about a listing, the newest first."""
    rows = session.execute(
        select(
            NoticeRow.id,
            NoticeRow.kind,
            NoticeRow.subject,
            NoticeRow.body,
            NoticeRow.made_at,
            NoticeRow.read_at,
        )
        .join(CaseRow, CaseRow.id == NoticeRow.case_id)
        .where(CaseRow.listing_id == listing, NoticeRow.account_id == account)
        .order_by(NoticeRow.id.desc())
    )
    return [OwnNotice(*row) for row in rows]


def strikes_by(session: Session, decisions: Sequence[int]) -> Sequence[OwnStrike]:
    """Strikes by these decisions, in their order."""
    rows = session.scalars(
        select(StrikeRow)
        .where(StrikeRow.decision_id.in_(decisions))
        .order_by(StrikeRow.decision_id)
    )
    return [
        OwnStrike(row.decision_id, row.weight, row.made_at, row.expires_at, row.revoked_at)
        for row in rows
    ]


def _decision(
    row: DecisionRow, version: int, *, is_appealed: bool, now: dt.datetime
) -> OwnDecision:
    made = to_decision(row)
    until = made.appeal_until()
    is_open = made.replaced_at is None and made.action.is_violation and now < until
    return OwnDecision(
        id=made.id,
        case=made.case,
        version=version,
        action=made.action,
        clauses=made.clauses,
        facts=made.facts,
        reason=made.reason_builder,
        scope=made.scope,
        ground=made.ground,
        legal_ground=made.legal_ground,
        made_at=made.made_at,
        ends_at=made.ends_at,
        change_by=made.change_by,
        evidence=made.evidence,
        replaced_at=made.replaced_at,
        appeal_until=until,
        may_appeal=is_open and not is_appealed,
    )
