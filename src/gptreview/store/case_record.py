"""What the database knows of one case, for whoever looks at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, undefer

from gptreview.errors import NotFoundError
from gptreview.model.case import Case
from gptreview.model.decision import Appeal, Decision
from gptreview.model.registry import RegisteredListing
from gptreview.model.report import Report
from gptreview.store import appeals, decisions, registry
from gptreview.store.cases import to_case
from gptreview.store.cursors import LoggedEvent
from gptreview.store.event_pages import of_subjects
from gptreview.store.queue import parts_shown
from gptreview.store.reports import to_report
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow, ReportRow
from gptreview.store.tables.registry import SnapshotRow

_REPORTS: Final = 100
"""Of a case, that are shown."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case with what people said and decided of it."""

    case: Case
    listing: RegisteredListing
    parts: Mapping[str, int]
    categories: tuple[str, ...]
    verdict: int | None
    """Number of the verdict made for the case, else of the one that stands on its content."""
    reports: tuple[Report, ...]
    decisions: tuple[Decision, ...]
    appeals: tuple[Appeal, ...]
    rescan_error: str
    is_rescan_wanted: bool
    holds_publication: bool
    """Whether its version is not shown to the public as passed until somebody has decided."""

    @property
    def subjects(self) -> list[str]:
        """What the event log calls the case and all in it."""
        return [
            f"case:{self.case.id}",
            *(f"report:{each.id}" for each in self.reports),
            *(f"decision:{each.id}" for each in self.decisions),
            *(f"appeal:{each.id}" for each in self.appeals),
        ]


def read(session: Session, id_: int, *, now: dt.datetime) -> CaseRecord:
    """A case.

    Args:
        session: For reading.
        id_: Its number.
        now: Tells its age.

    Raises:
        NotFoundError: There is none with this number.
    """
    row = session.get(CaseRow, id_)
    if row is None:
        raise NotFoundError(f"no case {id_}", next_step="look it up in the queue")
    verdict = row.verdict_id
    if verdict is None:
        verdict = session.scalar(_standing(), {"content": row.content_digest})
    decided = decisions.of_case(session, id_)
    newest = (
        select(ReportRow)
        .where(ReportRow.case_id == id_)
        .order_by(ReportRow.id.desc())
        .limit(_REPORTS)
    )
    return CaseRecord(
        case=to_case(row),
        listing=registry.find(session, f"number:{row.listing_id}"),
        parts=parts_shown(row.parts, row.opened_at, now),
        categories=tuple(row.categories.split()),
        verdict=verdict,
        reports=tuple(map(to_report, session.scalars(newest))),
        decisions=tuple(decided),
        appeals=tuple(appeals.of_case(session, id_)),
        rescan_error=row.rescan_error,
        is_rescan_wanted=row.rescan_at is not None,
        holds_publication=row.holds_publication and not decided,
    )


@cache
def _standing() -> Any:
    """The verdict that stands on a content; made once, for that costs more than asking."""
    standing = standing_on(SnapshotRow.content_digest).correlate(SnapshotRow)
    own = SnapshotRow.content_digest == bindparam("content")
    return select(standing.scalar_subquery()).where(own)


def steps(session: Session, record: CaseRecord) -> list[LoggedEvent]:
    """What the event log has of a case, in its order."""
    return [each.event for each in of_subjects(session, record.subjects)]


def names(session: Session, accounts: Collection[int]) -> dict[int, str]:
    """What accounts are called, by their numbers."""
    if not accounts:
        return {}
    rows = session.execute(
        select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(sorted(accounts)))
    )
    return {number: name for number, name in rows}  # noqa: C416 - of rows


def report_row(session: Session, report: int) -> ReportRow:
    """A report with who made it and what they added.

    Raises:
        NotFoundError: There is none with this number.
    """
    wanted = select(ReportRow).where(ReportRow.id == report).options(undefer(ReportRow.evidence))
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFoundError(f"no report {report}", next_step="look it up in its case")
    return row
