"""Whose a listing is: by its builder's domain, or because a lead has said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select, union
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.own_listing import OwnListing
from gptreview.store.bulk import insert_fresh
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.accounts import OwnerRow
from gptreview.store.tables.cases import TraitRow
from gptreview.store.tables.registry import ListingRow, VersionRow
from gptreview.store.tables.verdicts import VerdictRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing that may be an account's own."""

    shown: OwnListing
    content_digest: str
    is_given: bool
    """Whether a lead has made the account its owner; else its content has to be looked at."""


def content_of(session: Session, listing: int) -> str:
    """Digest of a listing's current content.

    Raises:
        NotFoundError: There is no such listing.
    """
    digest = None
    if 0 < listing < 2**63:
        digest = session.scalar(select(ListingRow.content_digest).where(ListingRow.id == listing))
    if digest is None:
        raise NotFoundError(
            "no such listing", where=f"listing {listing}", next_step="search the listings"
        )
    return digest


def is_given(session: Session, listing: int, account: int) -> bool:
    """Whether a lead has made an account the owner of a listing."""
    return session.get(OwnerRow, (listing, account)) is not None


def give(session: Session, listing: int, account: int, *, by: int, at: dt.datetime) -> bool:
    """Make an account the owner of a listing; whether it was not before."""
    row = {"listing_id": listing, "account_id": account, "since": at, "made_by": by}
    return bool(list(insert_fresh(session, OwnerRow, [row], "listing_id")))


def take(session: Session, listing: int, account: int) -> bool:
    """Undo that; whether there was anything to undo."""
    done = session.execute(
        delete(OwnerRow)
        .where(OwnerRow.listing_id == listing, OwnerRow.account_id == account)
        .returning(OwnerRow.listing_id)
    )
    return done.one_or_none() is not None


def given_to(session: Session, listing: int) -> Sequence[int]:
    """Numbers of the accounts that leads have made owners of a listing."""
    rows = select(OwnerRow.account_id).where(OwnerRow.listing_id == listing)
    return list(session.scalars(rows.order_by(OwnerRow.account_id)))


def candidates(
    session: Session, account: int, builders: Collection[str], *, after: int, limit: int
) -> Sequence[Candidate]:
    """Listings that may be an account's own, in the order of their numbers.

    Args:
        session: For reading.
        account: Its number.
        builders: Digests of builders, by `model.builder_key`, that the account may be. A content
            is found by them once its traits are known (`usecases.triage.index_traits`).
        after: Number of the listing before the first one.
        limit: How many at most.
    """
    standing = standing_on(ListingRow.content_digest).correlate(ListingRow).scalar_subquery()
    given = select(OwnerRow.listing_id).where(OwnerRow.account_id == account)
    mine: Select[Any] = (
        select(ListingRow.id)
        .join(TraitRow, TraitRow.content_digest == ListingRow.content_digest)
        .where(TraitRow.kind == "builder", TraitRow.value.in_(builders))
    )
    # A union of what two indexes give: with OR both databases go through all listings.
    numbers = union(given, mine).subquery()
    rows = session.execute(
        select(
            ListingRow.id,
            ListingRow.name,
            ListingRow.number,
            VersionRow.seen_at,
            ListingRow.vanished_at,
            func.coalesce(VerdictRow.outcome, ""),
            ListingRow.content_digest,
            ListingRow.id.in_(given),
        )
        .join(
            VersionRow,
            (VersionRow.listing_id == ListingRow.id) & (VersionRow.number == ListingRow.number),
        )
        .outerjoin(VerdictRow, VerdictRow.id == standing)
        .where(ListingRow.id.in_(select(numbers.c[0])), ListingRow.id > after)
        .order_by(ListingRow.id)
        .limit(limit)
    )
    return [Candidate(OwnListing(*shown), digest, given) for *shown, digest, given in rows]
