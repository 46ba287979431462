"""Which listings depend on which watches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from gptreview.model.watches import WatchTarget
from gptreview.store.bulk import batches, insert_missing
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.watches import WatchedRow, WatchRow

_KEYS: Final = 200
"""Keys of three columns that one statement names."""


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A listing whose dependencies were not looked for since its content changed."""

    id: int
    content_digest: str
    source_digest: str
    watched_digest: str
    """Of the content whose dependencies are known; empty for a listing that is new."""

    @property
    def is_fresh(self) -> bool:
        """Whether its content is its source's, with nothing of what was found elsewhere in it."""
        return self.content_digest == self.source_digest


class _Key(NamedTuple):
    watch_id: int
    listing_id: int
    place: str


def unwatched(session: Session, *, after: int, limit: int) -> list[Unwatched]:
    """The listings to look for dependencies of, in the order of their numbers.

    Args:
        session: For reading.
        after: Number of the last one of the portion before.
        limit: How many at most.
    """
    rows = session.execute(
        select(
            ListingRow.id,
            ListingRow.content_digest,
            ListingRow.source_digest,
            ListingRow.watched_digest,
        )
        .where(
            ListingRow.id > after,
            ListingRow.vanished_at.is_(None),
            ListingRow.watched_digest != ListingRow.content_digest,
        )
        .order_by(ListingRow.id)
        .limit(limit)
    )
    return [Unwatched(*row) for row in rows]


def link(
    session: Session,
    plans: Sequence[tuple[Unwatched, Collection[WatchTarget]]],
    *,
    now: dt.datetime,
) -> int:
    """Make the watches of these listings what they are to be.

    A listing whose content has changed since it was read is left to the next time. What a changed
    source names is due at once.

    Returns:
        How many listings were linked.
    """
    unmoved = _unmoved(session, [listing for listing, _ in plans])
    plans = [(listing, targets) for listing, targets in plans if listing.id in unmoved]
    numbers = _watches(session, [each for _, targets in plans for each in targets], now)
    wanted = {
        _Key(numbers[each.kind, each.digest], listing.id, each.place): each.own_digest
        for listing, targets in plans
        for each in targets
    }
    fresh = {listing.id for listing, _ in plans if listing.is_fresh}
    changed = {listing.id for listing, _ in plans if listing.is_fresh and listing.watched_digest}
    # Listings, then watches, then links: everybody locks in this order.
    _make_due(session, {key.watch_id for key in wanted if key.listing_id in changed}, now)
    _write_links(session, wanted, fresh, unmoved)
    rows = [{"id": each.id, "watched_digest": each.content_digest} for each, _ in plans]
    if rows:
        session.execute(update(ListingRow), rows)
    return len(rows)


def _unmoved(session: Session, listings: Iterable[Unwatched]) -> set[int]:
    """Those whose content is still the one that was read; nobody changes it before the commit."""
    read = {each.id: each for each in listings}
    rows = session.execute(
        select(ListingRow.id, ListingRow.content_digest, ListingRow.source_digest)
        .where(ListingRow.id.in_(read))
        .order_by(ListingRow.id)
        .with_for_update()
    )
    return {
        id_
        for id_, content, source in rows
        if (content, source) == (read[id_].content_digest, read[id_].source_digest)
    }


def _watches(
    session: Session, targets: Iterable[WatchTarget], now: dt.datetime
) -> dict[tuple[str, str], int]:
    """Numbers of the watches of these targets, by kind and digest; those that lack are made."""
    by_key = {(str(each.kind), each.digest): each for each in targets}
    rows = [
        {
            "kind": kind,
            "target": each.shown,
            "target_digest": digest,
            "host": each.host,
            "state": "unseen",
            "digest": "",
            "failures": 0,
            "error": "",
            "checked_at": None,
            "due_at": now,
            "lease_until": None,
        }
        # In one order everywhere: two writers of the same watches wait for one another, not both.
        for (kind, digest), each in sorted(by_key.items(), key=lambda item: item[0])
    ]
    insert_missing(session, WatchRow, rows)
    numbers: dict[tuple[str, str], int] = {}
    for batch in batches(sorted({digest for _, digest in by_key})):
        found = session.execute(
            select(WatchRow.kind, WatchRow.target_digest, WatchRow.id).where(
                WatchRow.target_digest.in_(batch)
            )
        )
        numbers.update(((kind, digest), id_) for kind, digest, id_ in found)
    return numbers


def _write_links(
    session: Session, wanted: Mapping[_Key, str], fresh: Collection[int], listings: Collection[int]
) -> None:
    there = _links(session, listings)
    for batch in batches(sorted(there.keys() - wanted.keys()), _KEYS):
        session.execute(delete(WatchedRow).where(_is_one_of(batch)))
    new = [
        {**key._asdict(), "own_digest": wanted[key], "baseline": "", "held": ""}
        for key in sorted(wanted.keys() - there.keys())
    ]
    if new:
        session.execute(insert(WatchedRow), new)
    others = [
        {**key._asdict(), "own_digest": wanted[key], "baseline": "", "held": ""}
        for key in sorted(wanted.keys() & there.keys())
        if there[key] != wanted[key]
    ]
    if others:
        session.execute(update(WatchedRow), others)
    for some in batches(sorted(fresh)):
        session.execute(
            update(WatchedRow)
            .where(WatchedRow.listing_id.in_(some), WatchedRow.held != "")
            .values(held="")
            .execution_options(synchronize_session=False)
        )


def _links(session: Session, listings: Collection[int]) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    for batch in batches(sorted(listings)):
        rows = session.execute(
            select(
                WatchedRow.watch_id, WatchedRow.listing_id, WatchedRow.place, WatchedRow.own_digest
            ).where(WatchedRow.listing_id.in_(batch))
        )
        found.update((_Key(*key), own) for *key, own in rows)
    return found


def _is_one_of(keys: Collection[_Key]) -> Any:
    columns = (WatchedRow.watch_id, WatchedRow.listing_id, WatchedRow.place)
    return tuple_(*columns).in_([tuple(key) for key in keys])


def _make_due(session: Session, watches: Collection[int], now: dt.datetime) -> None:
    for batch in batches(sorted(watches)):
        later = (
            select(WatchRow.id)
            .where(WatchRow.id.in_(batch), WatchRow.due_at > now)
            .order_by(WatchRow.id)
            .with_for_update(key_share=True)
        )
        ids = session.scalars(later).all()
        session.execute(
            update(WatchRow)
            .where(WatchRow.id.in_(ids))
            .values(due_at=now)
            .execution_options(synchronize_session=False)
        )
