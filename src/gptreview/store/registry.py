"""Questions to the registry: which listings there are, and what is known of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.digits import number_up_to
from gptreview.model.registry import (
    KeptFinding,
    KeptVerdict,
    ListedVersion,
    ListingFilter,
    ListingHistory,
    RegisteredListing,
    RegistryCounts,
)
from gptreview.store.bulk import batches
from gptreview.store.standing_verdict import STANDING_FIRST, standing_on
from gptreview.store.tables.registry import ListingRow, SourceRow, VersionRow
from gptreview.store.tables.verdicts import FindingRow, StandardRow, VerdictRow

_LARGEST: Final = 2**63 - 1
"""Number that a listing can have (PostgreSQL's bigint, SQLite's integer)."""
_TOLD: Final = 5
"""Listings with the same id in several sources that a message names."""
_NUMBER: Final = "number:"
"""Before the registry's number of a listing where that could be an id."""

_standing: Final = standing_on(ListingRow.content_digest).correlate(ListingRow).scalar_subquery()


def listings(
    session: Session, wanted: ListingFilter, *, after: int = 0, limit: int
) -> list[RegisteredListing]:
    """A page of the listings that are wanted, in the order of their numbers.

    Args:
        session: For reading.
        wanted: Which ones.
        after: Number of the last listing of the page before.
        limit: How many at most.
    """
    statement = _listings().where(ListingRow.id > after, *_conditions(wanted))
    rows = session.execute(statement.order_by(ListingRow.id).limit(limit))
    return [RegisteredListing(*row) for row in rows]


def find(session: Session, name: str) -> RegisteredListing:
    """The listing that somebody means: by the registry's number, or by its id in a source.

    ``number:7`` is a number and nothing else, for ids that are numbers too.

    Raises:
        NotFoundError: There is none.
        ConflictError: It is the number of one listing and the id of another, or several sources
            have that id.
    """
    digits = name.removeprefix(_NUMBER)
    number = number_up_to(digits, _LARGEST)
    meant: list[Any] = []
    if number is not None:
        meant += session.execute(_numbered(), {"number": number})
    if digits == name:
        named = _listings().where(ListingRow.external_id == name).order_by(ListingRow.id)
        known = {row[0] for row in meant}
        meant += [row for row in session.execute(named.limit(_TOLD)) if row[0] not in known]
    if not meant:
        raise NotFoundError(
            "no such listing in the registry",
            where=name,
            expected="the number or the id of a listing",
            next_step="gptreview registry list shows them",
        )
    if len(meant) > 1:
        raise ConflictError(
            "several listings have this id or number",
            where=name,
            next_step="give one of them: " + ", ".join(f"{_NUMBER}{row[0]}" for row in meant),
        )
    return RegisteredListing(*meant[0])


@cache
def _numbered() -> Any:
    """The listing of a number; made once, for that costs more than asking."""
    return _listings().where(ListingRow.id == bindparam("number"))


def current(session: Session, digests: Collection[str], *, limit: int) -> list[RegisteredListing]:
    """Some of the listings that have one of these contents now, in the order of their numbers."""
    statement = _listings().where(
        ListingRow.content_digest.in_(digests), ListingRow.vanished_at.is_(None)
    )
    rows = session.execute(statement.order_by(ListingRow.id).limit(limit))
    return [RegisteredListing(*row) for row in rows]


def history(session: Session, listing: RegisteredListing) -> ListingHistory:
    """All versions of a listing, with the verdicts on each."""
    rows = session.execute(
        select(VersionRow.number, VersionRow.content_digest, VersionRow.seen_at)
        .where(VersionRow.listing_id == listing.id)
        .order_by(VersionRow.number)
    ).all()
    verdicts = verdicts_on(session, {digest for _, digest, _ in rows})
    versions = [
        ListedVersion(number, digest, seen_at, verdicts.get(digest, ()))
        for number, digest, seen_at in rows
    ]
    return ListingHistory(listing, tuple(versions))


def verdicts_on(
    session: Session, digests: Collection[str]
) -> Mapping[str, tuple[KeptVerdict, ...]]:
    """The verdicts on contents, one a standard, by digest, with findings.

    The one that stands comes first.
    """
    kept: dict[str, list[KeptVerdict]] = defaultdict(list)
    for batch in batches(digests):
        rows = session.execute(
            select(VerdictRow, StandardRow)
            .join(StandardRow, StandardRow.id == VerdictRow.standard_id)
            .where(VerdictRow.content_digest.in_(batch), ~VerdictRow.superseded)
            .order_by(*STANDING_FIRST)
        ).all()
        findings = _findings(session, [verdict.id for verdict, _ in rows])
        for verdict, standard in rows:
            made = _verdict(verdict, standard, findings[verdict.id])
            kept[verdict.content_digest].append(made)
    return {digest: tuple(each) for digest, each in kept.items()}


def counts(session: Session) -> RegistryCounts:
    """How many listings there are, and which verdicts stand on them."""
    vanished = ListingRow.vanished_at.is_not(None)
    rows = session.execute(
        select(vanished, VerdictRow.outcome, func.count())
        .select_from(ListingRow)
        .outerjoin(VerdictRow, VerdictRow.id == _standing)
        .group_by(vanished, VerdictRow.outcome)
    ).all()
    return RegistryCounts(
        listings=sum(number for *_, number in rows),
        vanished=sum(number for gone, _, number in rows if gone),
        outcomes=tuple(
            sorted((outcome or "", number) for gone, outcome, number in rows if not gone)
        ),
    )


def sources(session: Session) -> list[str]:
    """The names of all sources, sorted."""
    return list(session.scalars(select(SourceRow.name).order_by(SourceRow.name)))


def _listings() -> Select[Any]:
    """The columns of a `RegisteredListing`, in its order."""
    return (
        select(
            ListingRow.id,
            ListingRow.source,
            ListingRow.external_id,
            ListingRow.name,
            ListingRow.content_digest,
            ListingRow.number,
            ListingRow.first_seen,
            VersionRow.seen_at,
            ListingRow.last_seen,
            ListingRow.vanished_at,
            func.coalesce(VerdictRow.outcome, ""),
        )
        .join(
            VersionRow,
            and_(VersionRow.listing_id == ListingRow.id, VersionRow.number == ListingRow.number),
        )
        .outerjoin(VerdictRow, VerdictRow.id == _standing)
    )


def _conditions(wanted: ListingFilter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.source:
        conditions.append(ListingRow.source == wanted.source)
    if wanted.outcome == "none":
        conditions.append(VerdictRow.id.is_(None))
    elif wanted.outcome:
        conditions.append(VerdictRow.outcome == wanted.outcome)
    if wanted.vanished is not None:
        gone = ListingRow.vanished_at.is_not(None)
        conditions.append(gone if wanted.vanished else ~gone)
    if wanted.changed_since is not None:
        conditions.append(VersionRow.seen_at >= wanted.changed_since)
    return conditions


def _findings(session: Session, verdicts: Collection[int]) -> Mapping[int, list[KeptFinding]]:
    findings: dict[int, list[KeptFinding]] = defaultdict(list)
    for batch in batches(verdicts):
        rows = session.scalars(
            select(FindingRow)
            .where(FindingRow.verdict_id.in_(batch))
            .order_by(FindingRow.verdict_id, FindingRow.number)
        )
        for row in rows:
            findings[row.verdict_id].append(_finding(row))
    return findings


def _verdict(
    row: VerdictRow, standard: StandardRow, findings: Sequence[KeptFinding]
) -> KeptVerdict:
    return KeptVerdict(
        id=row.id,
        outcome=row.outcome,
        standard=standard.id,
        policy_name=standard.policy_name,
        policy_version=standard.policy_version,
        profile=standard.profile,
        made_at=row.made_at,
        set_aside=row.set_aside,
        findings=tuple(findings),
    )


def _finding(row: FindingRow) -> KeptFinding:
    document = row.document
    return KeptFinding(
        rule_id=row.rule_id,
        title=document["title"],
        category=row.category,
        severity=row.severity,
        meaning=row.meaning,
        field=document["field"],
        line=document["line"],
        evidence_digest=row.evidence_digest,
        counts=document["counts"],
    )
