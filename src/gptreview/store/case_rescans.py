"""Cases whose snapshot is to be reviewed again, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.model.case import Case
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.store import cases
from gptreview.store.case_ranking import rank_by_reports
from gptreview.store.tables.cases import CaseRow
from gptreview.store.tables.verdicts import VerdictRow


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """The verdict by a standard that nothing has superseded."""

    id: int
    outcome: str


def due(session: Session, *, limit: int) -> dict[str, list[int]]:
    """Cases that want a re-scan, those that wait longest first, by content digest."""
    rows = session.execute(
        select(CaseRow.content_digest, CaseRow.id)
        .where(CaseRow.rescan_at.is_not(None))
        .order_by(CaseRow.rescan_at, CaseRow.id)
        .limit(limit)
    )
    found: dict[str, list[int]] = {}
    for digest, case in rows:
        found.setdefault(digest, []).append(case)
    return found


def want(session: Session, case: int, *, at: dt.datetime) -> None:
    """Note that a case is to be re-scanned, in the turn that it has already where it is to be."""
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case, CaseRow.rescan_at.is_(None))
        .values(rescan_at=at)
        .execution_options(synchronize_session=False)
    )


def verdict_by(session: Session, digest: str, standard: int) -> NewVerdict:
    """The verdict on a content by a standard, whoever made it."""
    row = session.execute(
        select(VerdictRow.id, VerdictRow.outcome).where(
            VerdictRow.content_digest == digest,
            VerdictRow.standard_id == standard,
            ~VerdictRow.superseded,
        )
    ).one()
    return NewVerdict(*row)


def settle(
    session: Session,
    case: int,
    verdict: NewVerdict,
    *,
    rank: Callable[[PriorityFacts], Priority],
    now: dt.datetime,
) -> Case:
    """Give a case its new verdict, and the place in the queue that it now has."""
    held = replace(cases.find(session, case, locked=True), verdict=verdict.id)
    rank_by_reports(
        session,
        held,
        rank=rank,
        now=now,
        verdict_id=verdict.id,
        rescan_at=None,
        rescan_error="",
    )
    return held


def fail(session: Session, case: int, error: str) -> Case:
    """Note why a case could not be re-scanned; the next report wants it again."""
    held = cases.find(session, case, locked=True)
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case)
        .values(rescan_at=None, rescan_error=error)
        .execution_options(synchronize_session=False)
    )
    return held
