"""What is to be reviewed, and who is at work on it.

A worker claims contents for as long as its lease lasts, and renews the lease while it works. The
claim is one row, and only a transaction that compares that row with its own time changes its
owner: whatever the clocks say, a claim has one owner at a time. Times come from the workers. A
clock that is behind by some minutes waits that much longer before it takes a claim over; one that
is ahead by more than the rest of a lease takes a claim from a worker that lives, and both then
review the same content: the second verdict is not written (`store.verdicts`), and nothing is lost
but time. A lease is never shortened, also not by a clock that goes back; one that lasts for longer
than any does was made by a clock that was wrong, and holds nothing, or it would for years. So a
lease should be several times as long as clocks may differ, and as the pause between two renewals;
five minutes is plenty where clocks are set over the network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Exists, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from gptreview.store.bulk import batches, insert_fresh
from gptreview.store.tables.registry import ListingRow, SnapshotRow
from gptreview.store.tables.verdicts import ClaimRow, VerdictRow

MAX_ATTEMPTS: Final = 3
"""After as many a content is set aside."""
_AT_ONCE: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""End of a lease that anybody may take over, whatever the clocks say."""
_NO_LEASE: Final = dt.timedelta(days=2)
"""Longer than any lease (a day, says `gptreview registry review`) by more than clocks differ."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One content that this worker has claimed."""

    content_digest: str
    size: int
    """Bytes of the content with its files."""
    attempts: int = 1
    """How often it was claimed, this time included."""
    error: str = ""
    """Why the attempt before failed, in one clause; empty where nobody could say."""

    @property
    def is_spent(self) -> bool:
        """Whether it had all its attempts, and is to be set aside."""
        return self.attempts > MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose claims, by which standard, and until when they hold."""

    owner: str
    standard: int
    now: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class HeldByOthers:
    """What somebody else is at work on."""

    contents: int
    owners: tuple[str, ...]
    until: dt.datetime
    """When the last of the leases ends, if nobody renews it."""


def claim_new(session: Session, lease: Lease, *, after: str, limit: int) -> list[Claim]:
    """Claim contents that nobody has claimed before, in the order of their digests.

    Rows that another worker is about to claim are passed over, so that it is not waited for.

    Args:
        session: The transaction.
        lease: Of the claims.
        after: The digest after which to look; empty for the first.
        limit: How many at most.
    """
    free = session.execute(
        select(SnapshotRow.content_digest, SnapshotRow.size)
        .where(
            SnapshotRow.content_digest > after,
            # Said of each table, or a merge of two would begin at the first row of the other.
            _is_current(SnapshotRow.content_digest).where(ListingRow.content_digest > after),
            ~_has_verdict(SnapshotRow.content_digest, lease.standard).where(
                VerdictRow.content_digest > after
            ),
            ~exists().where(
                ClaimRow.content_digest == SnapshotRow.content_digest,
                ClaimRow.standard_id == lease.standard,
            ),
        )
        .order_by(SnapshotRow.content_digest)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True, of=SnapshotRow)
    ).all()
    sizes = {row.content_digest: row.size for row in free}
    won = _insert_claims(session, lease, list(sizes))
    return [Claim(digest, sizes[digest]) for digest in sorted(won)]


def claim_again(session: Session, lease: Lease, *, dead: Collection[str]) -> Claim | None:
    """Claim one content whose claim failed, was left, or has an owner that lives no more.

    One at a time: what ended a worker of many contents shall end the next one alone.

    Args:
        session: The transaction.
        lease: Of the claim.
        dead: Owners who live no more; their leases count for nothing.
    """
    row = session.execute(
        select(ClaimRow.content_digest, ClaimRow.attempts, ClaimRow.error)
        .where(
            ClaimRow.standard_id == lease.standard,
            or_(
                ClaimRow.lease_until <= lease.now,
                ClaimRow.lease_until > lease.now + _NO_LEASE,
                ClaimRow.owner.in_(dead),
            ),
            _is_current(ClaimRow.content_digest),
            ~_has_verdict(ClaimRow.content_digest, lease.standard),
        )
        .order_by(ClaimRow.attempts, ClaimRow.content_digest)
        .limit(1)
        .with_for_update(skip_locked=True, of=ClaimRow)
    ).first()
    if row is None:
        return None
    session.execute(
        update(ClaimRow)
        .where(_of(lease.standard, (row.content_digest,)))
        .values(owner=lease.owner, lease_until=lease.until, attempts=row.attempts + 1)
    )
    size = session.scalars(
        select(SnapshotRow.size).where(SnapshotRow.content_digest == row.content_digest)
    ).one()
    return Claim(row.content_digest, size, row.attempts + 1, row.error)


def claimed_with(session: Session, lease: Lease) -> set[str]:
    """Contents that were claimed with exactly this lease, and not renewed since."""
    return set(
        session.scalars(
            select(ClaimRow.content_digest).where(
                ClaimRow.standard_id == lease.standard,
                ClaimRow.owner == lease.owner,
                ClaimRow.lease_until == lease.until,
            )
        )
    )


def renew(session: Session, lease: Lease, digests: Collection[str]) -> set[str]:
    """Hold these claims until the lease's new end; those that are still the owner's."""
    kept: set[str] = set()
    for batch in batches(sorted(digests)):
        own = and_(_of(lease.standard, batch), ClaimRow.owner == lease.owner)
        kept.update(session.scalars(_locked(own)))
        shorter = ClaimRow.lease_until < lease.until
        session.execute(update(ClaimRow).where(own, shorter).values(lease_until=lease.until))
    return kept


def fail(session: Session, lease: Lease, digest: str, error: str) -> None:
    """Note why an attempt failed, and let the next one begin."""
    session.execute(
        update(ClaimRow)
        .where(_of(lease.standard, (digest,)), ClaimRow.owner == lease.owner)
        .values(error=error, lease_until=_AT_ONCE)
    )


def release(session: Session, lease: Lease, digests: Collection[str]) -> None:
    """Give back claims that were not worked on; the attempt does not count."""
    for batch in batches(sorted(digests)):
        own = and_(_of(lease.standard, batch), ClaimRow.owner == lease.owner)
        session.scalars(_locked(own)).all()
        session.execute(delete(ClaimRow).where(own, ClaimRow.attempts <= 1))
        session.execute(
            update(ClaimRow).where(own).values(attempts=ClaimRow.attempts - 1, lease_until=_AT_ONCE)
        )


def settle(session: Session, standard: int, digests: Collection[str]) -> None:
    """Forget the claims on contents that have their verdict, whoever holds them."""
    for batch in batches(sorted(digests)):
        session.scalars(_locked(_of(standard, batch))).all()
        session.execute(delete(ClaimRow).where(_of(standard, batch)))


def left(session: Session, standard: int) -> int:
    """Contents of current versions that have no verdict."""
    return session.scalars(
        select(func.count(ListingRow.content_digest.distinct())).where(
            ListingRow.vanished_at.is_(None),
            ~_has_verdict(ListingRow.content_digest, standard),
        )
    ).one()


def held_by_others(session: Session, lease: Lease) -> HeldByOthers | None:
    """Claims of others on contents of current versions; None where there are none."""
    rows = session.execute(
        select(ClaimRow.owner, func.count(), func.max(ClaimRow.lease_until))
        .where(
            ClaimRow.standard_id == lease.standard,
            ClaimRow.owner != lease.owner,
            _is_current(ClaimRow.content_digest),
            ~_has_verdict(ClaimRow.content_digest, lease.standard),
        )
        .group_by(ClaimRow.owner)
        .order_by(ClaimRow.owner)
    ).all()
    if not rows:
        return None
    return HeldByOthers(
        contents=sum(count for _, count, _ in rows),
        owners=tuple(owner for owner, _, _ in rows),
        until=max(until for _, _, until in rows),
    )


def owners(session: Session, standard: int) -> Sequence[str]:
    """Everybody who has a claim by this standard."""
    return session.scalars(
        select(ClaimRow.owner).where(ClaimRow.standard_id == standard).distinct()
    ).all()


def _insert_claims(session: Session, lease: Lease, digests: Sequence[str]) -> set[str]:
    """Those that nobody else has claimed meanwhile."""
    rows = [
        {
            "content_digest": digest,
            "standard_id": lease.standard,
            "owner": lease.owner,
            "lease_until": lease.until,
            "attempts": 1,
            "error": "",
        }
        for digest in digests
    ]
    return {row.content_digest for row in insert_fresh(session, ClaimRow, rows, "content_digest")}


def _locked(rows: ColumnElement[bool]) -> Any:
    """The digests of claims, locked in one order everywhere, so that nobody waits in a ring."""
    return (
        select(ClaimRow.content_digest)
        .where(rows)
        .order_by(ClaimRow.content_digest)
        .with_for_update()
    )


def _of(standard: int, digests: Collection[str]) -> ColumnElement[bool]:
    return and_(ClaimRow.standard_id == standard, ClaimRow.content_digest.in_(digests))


def _is_current(digest: Any) -> Exists:
    return exists().where(ListingRow.content_digest == digest, ListingRow.vanished_at.is_(None))


def _has_verdict(digest: Any, standard: int) -> Exists:
    return exists().where(VerdictRow.content_digest == digest, VerdictRow.standard_id == standard)
