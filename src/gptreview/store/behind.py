"""Listings whose current version does not show what a watch shows: they are behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, literal, select, update
from sqlalchemy.orm import Session

from gptreview.model.gpt import Gpt
from gptreview.model.watches import WatchKind, WatchState
from gptreview.store import snapshots
from gptreview.store.bulk import batches
from gptreview.store.tables.registry import ListingRow, SnapshotRow
from gptreview.store.tables.watches import WatchedRow, WatchRow

GONE: Final = "gone"
"""What a version holds of a watch that is gone."""
_TOGETHER: Final = {
    WatchKind.HOST: (WatchKind.HOST,),
    WatchKind.DNS: (WatchKind.DNS, WatchKind.PROOF),
    WatchKind.PROOF: (WatchKind.DNS, WatchKind.PROOF),
}
"""Kinds that say one thing together: one lost host is too many, one proof of a domain enough."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a watch shows now."""

    watch: int
    kind: WatchKind
    digest: str
    """Of the specification; of others, and of one that is gone, it does not matter."""
    state: WatchState

    @property
    def wanted(self) -> ColumnElement[str]:
        """What the versions of a listing are to hold of it."""
        if self.kind is WatchKind.SPEC:
            return case((WatchedRow.baseline == self.digest, ""), else_=self.digest)
        return literal(GONE if self.state is WatchState.GONE else "")


@dataclass(frozen=True, slots=True)
class BehindListing:
    """A listing whose current version does not show what a watch shows."""

    id: int
    source: str
    size: int
    """Bytes of its content with its files."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One place of such a listing."""

    listing: int
    place: str
    number: int
    """Of the current version."""
    content_digest: str
    source_digest: str
    wanted: str
    """What the version is to hold: a specification's digest, ``gone``, or nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A listing that is behind, with all that its next content depends on."""

    places: Sequence[Behind]
    """All of them that are behind."""
    gpt: Gpt
    """Its content."""
    source: Gpt
    """The content as its source has it, without its knowledge files."""
    states: Mapping[str, Sequence[WatchState]]
    """By place, of the watch and of those that say one thing together with it."""


def take_baselines(session: Session, found: Found) -> None:
    """Note what a specification was when a source was held against it for the first time."""
    session.execute(
        update(WatchedRow)
        .where(WatchedRow.watch_id == found.watch, WatchedRow.baseline == "")
        .values(baseline=found.digest)
        .execution_options(synchronize_session=False)
    )


def behind(session: Session, found: Found, *, after: int = 0, limit: int) -> list[BehindListing]:
    """The listings that are behind a watch, in the order of their numbers.

    One whose dependencies are not known since its content changed is left out: whoever links it
    makes the watch due.
    """
    rows = session.execute(
        _behind(found, ListingRow.id, ListingRow.source, SnapshotRow.size)
        .where(WatchedRow.listing_id > after)
        .distinct()
        .order_by(ListingRow.id)
        .limit(limit)
    )
    return [BehindListing(*row) for row in rows]


def places_behind(session: Session, found: Found, listings: Collection[int]) -> list[Behind]:
    """The places of these listings that are behind a watch.

    Args:
        session: A transaction that holds them.
        found: The watch.
        listings: Numbers of some listings, as many as one statement takes.
    """
    columns = (
        WatchedRow.listing_id,
        WatchedRow.place,
        ListingRow.number,
        ListingRow.content_digest,
        ListingRow.source_digest,
        found.wanted,
    )
    rows = session.execute(
        _behind(found, *columns)
        .where(WatchedRow.listing_id.in_(listings))
        .order_by(WatchedRow.listing_id, WatchedRow.place)
    )
    return [Behind(*row) for row in rows]


def standings(session: Session, found: Found, places: Sequence[Behind]) -> Iterator[Standing]:
    """The listings of these places, which stand together, one after the other."""
    ids = {each.listing for each in places}
    others = _others(session, ids, _TOGETHER.get(found.kind, ()), but=found.watch)
    gpts = snapshots.read_many(session, {each.content_digest for each in places})
    sources = snapshots.read_outlines(session, {each.source_digest for each in places})
    for listing, members in groupby(places, key=lambda place: place.listing):
        own = list(members)
        states = {each.place: (found.state, *others.get((listing, each.place), ())) for each in own}
        yield Standing(own, gpts[own[0].content_digest], sources[own[0].source_digest], states)


def _others(
    session: Session, listings: Collection[int], kinds: Collection[WatchKind], *, but: int
) -> dict[tuple[int, str], list[WatchState]]:
    """How the other watches of these kinds stand, by listing and place, that were ever there."""
    states: dict[tuple[int, str], list[WatchState]] = defaultdict(list)
    for batch in batches(sorted(listings)):
        rows = session.execute(
            select(WatchedRow.listing_id, WatchedRow.place, WatchRow.state)
            .join(WatchRow, WatchRow.id == WatchedRow.watch_id)
            .where(
                WatchedRow.listing_id.in_(batch),
                WatchRow.kind.in_(sorted(kinds)),
                WatchRow.state != WatchState.UNSEEN,
                WatchRow.id != but,
            )
        )
        for listing, place, state in rows:
            states[listing, place].append(WatchState(state))
    return states


def _behind(found: Found, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(WatchedRow)
        .join(ListingRow, ListingRow.id == WatchedRow.listing_id)
        .join(SnapshotRow, SnapshotRow.content_digest == ListingRow.content_digest)
        .where(
            WatchedRow.watch_id == found.watch,
            WatchedRow.held != found.wanted,
            ListingRow.vanished_at.is_(None),
            ListingRow.watched_digest == ListingRow.content_digest,
        )
    )
