"""Cases come to be: of a report on a version of a listing, or of a verdict that leaves it open."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.case import Case, CaseState
from gptreview.model.finding import Severity
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.model.report import SEVERITY_OF_REPORT, ReportCategory
from gptreview.store import case_facts, cases
from gptreview.store.bulk import insert_fresh
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.cases import CaseRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import VerdictRow

_LARGEST: Final = 2**63 - 1
"""What the databases take as a number."""
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_REPORTED: Final = frozenset(ReportCategory)


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a listing, which a case is about."""

    listing: int
    number: int
    content_digest: str
    name: str
    """Of the listing, masked."""
    verdict: int | None
    """Number of the verdict that stands on the content."""

    @property
    def language(self) -> str:
        """Of the listing, by its name."""
        return "zh" if _HAN.search(self.name) else "en"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that is to be opened."""

    version: Version
    categories: tuple[str, ...]
    priority: Priority
    due_at: dt.datetime | None
    is_urgent: bool
    holds_publication: bool = False
    """Whether nothing of the version is published as passed before somebody has decided."""


def current_version(session: Session, listing: int) -> Version:
    """The version of a listing that reports are about, of one that vanished the last.

    Raises:
        NotFoundError: There is no such listing.
    """
    standing = standing_on(ListingRow.content_digest).correlate(ListingRow).scalar_subquery()
    row = None
    if 0 < listing <= _LARGEST:
        row = session.execute(
            select(
                ListingRow.id,
                ListingRow.number,
                ListingRow.content_digest,
                ListingRow.name,
                standing,
            ).where(ListingRow.id == listing)
        ).one_or_none()
    if row is None:
        raise NotFoundError(
            "no such listing", where="listing", next_step="look its number up on its page"
        )
    return Version(*row)


def undecided_versions(
    session: Session, profile: str, *, after: int, limit: int
) -> tuple[list[Version], int | None]:
    """Versions that a person has to look at by their verdict, and that have no case.

    Args:
        session: For reading.
        profile: The audience whose verdicts count.
        after: Number of the listing before the first one.
        limit: Listings that are looked at.

    Returns:
        The versions, and the number of the last listing; None where there are no more.
    """
    looked_at = (
        select(ListingRow.id)
        .where(ListingRow.id > after)
        .order_by(ListingRow.id)
        .limit(limit)
        .subquery()
    )
    standing = standing_on(ListingRow.content_digest, profile).correlate(ListingRow)
    own = (CaseRow.listing_id == ListingRow.id) & (CaseRow.number == ListingRow.number)
    rows = session.execute(
        select(
            ListingRow.id,
            ListingRow.number,
            ListingRow.content_digest,
            ListingRow.name,
            VerdictRow.id,
            VerdictRow.outcome,
            ListingRow.vanished_at,
            CaseRow.id,
        )
        .join(looked_at, looked_at.c.id == ListingRow.id)
        .outerjoin(VerdictRow, VerdictRow.id == standing.scalar_subquery())
        .outerjoin(CaseRow, own)
        .order_by(ListingRow.id)
    ).all()
    wanted = [
        Version(*row[:5])
        for row in rows
        if row.outcome == "review" and row.vanished_at is None and row[-1] is None
    ]
    return wanted, rows[-1].id if len(rows) == limit else None


def hold(session: Session, version: Version) -> Case | None:
    """The case of a version, which nobody else changes until the transaction ends."""
    row = session.scalars(
        select(CaseRow)
        .where(CaseRow.listing_id == version.listing, CaseRow.number == version.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return cases.to_case(row) if row else None


def open_all(session: Session, new: Iterable[NewCase], *, at: dt.datetime) -> list[Case]:
    """Open those cases whose version has none, whoever else opens them."""
    rows: list[dict[str, Any]] = []
    # In one order everywhere: two who open the same cases wait for one another, not both.
    for each in sorted(new, key=lambda one: (one.version.listing, one.version.number)):
        version = each.version
        rows.append(
            {
                "listing_id": version.listing,
                "number": version.number,
                "content_digest": version.content_digest,
                "state": str(CaseState.OPEN),
                "is_waiting": True,
                "is_urgent": each.is_urgent,
                "holds_publication": each.holds_publication,
                "rank": each.priority.rank(at),
                "parts": dict(each.priority.parts),
                "categories": spaced(each.categories),
                "language": version.language,
                "reports": 0,
                "revision": 1,
                "opened_at": at,
                "due_at": each.due_at,
                "rescan_error": "",
            }
        )
    made = {row.id for row in insert_fresh(session, CaseRow, rows, "id")}
    return [cases.find(session, each) for each in sorted(made)]


def facts(
    session: Session,
    versions: Sequence[Version],
    *,
    reported: Collection[str] = (),
    reporters: case_facts.Reporters | None = None,
    now: dt.datetime,
) -> Mapping[int, tuple[PriorityFacts, tuple[str, ...]]]:
    """What the priorities of cases are made of, and their categories, by number of the listing.

    Args:
        session: For reading.
        versions: That the cases are about, no two of one listing.
        reported: Categories that reports have.
        reporters: Who made these; None where there are none.
        now: Now.
    """
    who = reporters or case_facts.Reporters(0, 0.0)
    digests = sorted({each.content_digest for each in versions})
    found = case_facts.found(session, sorted({each.verdict for each in versions if each.verdict}))
    reach = case_facts.reach(session, digests)
    strikes = case_facts.strikes(session, digests, now=now)
    said = [SEVERITY_OF_REPORT[ReportCategory(each)] for each in reported if each in _REPORTED]
    result = {}
    for each in versions:
        seen = found.get(each.verdict) if each.verdict else None
        severities = [*said, seen.severity] if seen else said
        of_it = PriorityFacts(
            severity=max(severities, key=lambda one: one.rank, default=Severity.LOW),
            reach=reach[each.content_digest],
            reporters=who.number,
            accuracy=who.accuracy,
            strikes=strikes.get(each.content_digest, 0),
        )
        categories = {*reported, *(seen.categories if seen else ())}
        result[each.listing] = of_it, tuple(sorted(categories))
    return result


def version_of(session: Session, case: Case) -> Version:
    """The version that a case is about, with the verdict that counts in it."""
    standing = standing_on(CaseRow.content_digest).correlate(CaseRow).scalar_subquery()
    name, newest = session.execute(
        select(ListingRow.name, standing)
        .select_from(CaseRow)
        .join(ListingRow, ListingRow.id == CaseRow.listing_id)
        .where(CaseRow.id == case.id)
    ).one()
    version = Version(case.listing, case.number, case.content_digest, name, newest)
    return replace(version, verdict=case.verdict) if case.verdict else version


def rank_anew(
    session: Session,
    case: Case,
    priority: Priority,
    categories: Iterable[str],
    **changes: Any,
) -> None:
    """Give a case another place in the queue; no step, so that its revision stays.

    Whoever is about to decide it need not begin again because somebody else reported it, too:
    with enough reports nobody could decide it ever.

    Args:
        session: A transaction that holds the case.
        case: As it is now.
        priority: Its parts.
        categories: Of reports and findings.
        changes: Further columns, by name.
    """
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case.id)
        .values(
            rank=priority.rank(case.opened_at),
            parts=dict(priority.parts),
            categories=spaced(categories),
            **changes,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def spaced(categories: Iterable[str]) -> str:
    """Categories as a case's row has them."""
    names = sorted(set(categories))
    return f" {' '.join(names)} " if names else " "
