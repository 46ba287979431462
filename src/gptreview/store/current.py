"""The contents that listings have now, each once, with the verdict that stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.registry import ListingRow, SnapshotRow
from gptreview.store.tables.verdicts import StandardRow, VerdictRow


@dataclass(frozen=True, slots=True)
class CurrentContent:
    """One content."""

    digest: str
    size: int
    """Bytes with those of its files."""
    listings: int
    """How many have it now; vanished ones don't count."""
    verdict: int | None
    """Number of the verdict that stands for the audience; None where there is none."""
    policy: str
    """Name and version of that verdict's policy."""
    ruleset_digest: str
    scanners_digest: str


def current_versions(session: Session) -> int:
    """How many listings there are that have not vanished."""
    return session.scalars(
        select(func.count()).select_from(ListingRow).where(ListingRow.vanished_at.is_(None))
    ).one()


def current_contents(
    session: Session, profile: str, *, after: str, limit: int
) -> list[CurrentContent]:
    """The next contents in the order of their digests.

    Args:
        session: For reading.
        profile: The audience whose verdicts count.
        after: Digest of the content before the first one; empty for the beginning.
        limit: How many at most.
    """
    number = func.count().label("number")
    current = (
        select(ListingRow.content_digest, number)
        .where(ListingRow.content_digest > after, ListingRow.vanished_at.is_(None))
        .group_by(ListingRow.content_digest)
        .order_by(ListingRow.content_digest)
        .limit(limit)
        .subquery()
    )
    standing = standing_on(current.c.content_digest, profile).correlate(current)
    rows = session.execute(
        select(
            current.c.content_digest,
            SnapshotRow.size,
            current.c.number,
            VerdictRow.id,
            StandardRow.policy_name,
            StandardRow.policy_version,
            StandardRow.ruleset_digest,
            StandardRow.scanners_digest,
        )
        .join(SnapshotRow, SnapshotRow.content_digest == current.c.content_digest)
        .outerjoin(VerdictRow, VerdictRow.id == standing.scalar_subquery())
        .outerjoin(StandardRow, StandardRow.id == VerdictRow.standard_id)
        .order_by(current.c.content_digest)
    )
    return [
        CurrentContent(
            digest=digest,
            size=size,
            listings=listings,
            verdict=verdict,
            policy=f"{name} {version}",
            ruleset_digest=rules or "",
            scanners_digest=scanners or "",
        )
        for digest, size, listings, verdict, name, version, rules, scanners in rows
    ]
