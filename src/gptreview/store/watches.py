"""What listings depend on outside of themselves, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from gptreview.model.watches import ListedWatch, WatchKind, WatchState
from gptreview.store.bulk import batches
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.watches import WatchedRow, WatchRow
from gptreview.store.watch_claims import PUT_BACK


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A listing that depends on a watch."""

    content_digest: str
    place: str


def named_by(session: Session, ids: Collection[int]) -> dict[int, NamedBy]:
    """One listing for each watch that any depends on that is there."""
    found: dict[int, NamedBy] = {}
    for batch in batches(ids):
        first = (
            select(WatchedRow.watch_id, func.min(WatchedRow.listing_id).label("listing_id"))
            .join(ListingRow, ListingRow.id == WatchedRow.listing_id)
            .where(WatchedRow.watch_id.in_(batch), ListingRow.vanished_at.is_(None))
            .group_by(WatchedRow.watch_id)
            .subquery()
        )
        rows = session.execute(
            select(WatchedRow.watch_id, ListingRow.content_digest, WatchedRow.place)
            .join(
                first,
                and_(
                    first.c.watch_id == WatchedRow.watch_id,
                    first.c.listing_id == WatchedRow.listing_id,
                ),
            )
            .join(ListingRow, ListingRow.id == WatchedRow.listing_id)
        )
        found.update((watch, NamedBy(digest, place)) for watch, digest, place in rows)
    return found


def due(session: Session, now: dt.datetime) -> int:
    """How many watches wait for a look, those that were put back included."""
    return session.scalars(
        select(func.count()).select_from(WatchRow).where(WatchRow.due_at <= now + PUT_BACK)
    ).one()


def listed(
    session: Session, *, listing: int | None, after: int = 0, limit: int
) -> list[ListedWatch]:
    """A page of the watches, of one listing or of all, in the order of their numbers."""
    present = (
        select(func.count(WatchedRow.listing_id.distinct()))
        .join(ListingRow, ListingRow.id == WatchedRow.listing_id)
        .where(WatchedRow.watch_id == WatchRow.id, ListingRow.vanished_at.is_(None))
        .correlate(WatchRow)
        .scalar_subquery()
    )
    statement = select(
        WatchRow.id,
        WatchRow.kind,
        WatchRow.target,
        WatchRow.state,
        WatchRow.failures,
        WatchRow.error,
        WatchRow.checked_at,
        WatchRow.due_at,
        present,
    ).where(WatchRow.id > after)
    if listing is not None:
        own = select(WatchedRow.watch_id).where(WatchedRow.listing_id == listing)
        statement = statement.where(WatchRow.id.in_(own))
    rows = session.execute(statement.order_by(WatchRow.id).limit(limit))
    return [
        ListedWatch(id_, WatchKind(kind), target, WatchState(state), *rest)
        for id_, kind, target, state, *rest in rows
    ]


def by_state(session: Session) -> Mapping[WatchState, int]:
    """How many watches there are in each state."""
    rows = session.execute(select(WatchRow.state, func.count()).group_by(WatchRow.state))
    return {WatchState(state): count for state, count in rows}
