"""What a sync writes: listings that are new, have changed, are there still, are gone or back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, insert, not_, select, update
from sqlalchemy.orm import Session

from gptreview.model.gpt import Gpt
from gptreview.store import snapshots
from gptreview.store.bulk import batches, insert_missing
from gptreview.store.events import Event, append_all
from gptreview.store.tables.registry import ListingRow, SourceRow, VersionRow

_ACTOR: Final = "sync"
_STREAMED: Final = 5_000
"""Rows that are in memory at once while a whole source is gone through."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A listing that a source has."""

    external_id: str
    """Unique in its source."""
    gpt: Gpt
    digest: str
    """Of its content."""


@dataclass(frozen=True, slots=True)
class KnownListing:
    """What must be known of a listing to tell whether it has changed."""

    id: int
    number: int
    """Of the current version."""
    digest: str
    """Of the current version's content."""
    source_digest: str
    """Of the content that the source had the last time."""
    vanished: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a chunk: the registry's numbers of its listings."""

    added: Sequence[int]
    changed: Sequence[int]
    unchanged: Sequence[int]
    returned: Sequence[int]
    """Of the changed and unchanged ones."""


def hold(session: Session, source: str) -> None:
    """See that the source is there, and that no other transaction writes its listings now."""
    insert_missing(session, SourceRow, [{"name": source, "cursor": None, "synced_at": None}])
    session.execute(select(SourceRow.name).where(SourceRow.name == source).with_for_update())


def cursor_of(session: Session, source: str) -> str:
    """Where an interrupted reading goes on; empty for the beginning."""
    return session.scalar(select(SourceRow.cursor).where(SourceRow.name == source)) or ""


def known_listings(
    session: Session, source: str, external_ids: Collection[str]
) -> dict[str, KnownListing]:
    """Those of the listings that the registry has, by their id in the source."""
    known: dict[str, KnownListing] = {}
    for batch in batches(external_ids):
        rows = session.execute(
            select(
                ListingRow.external_id,
                ListingRow.id,
                ListingRow.number,
                ListingRow.content_digest,
                ListingRow.source_digest,
                ListingRow.vanished_at.is_not(None),
            ).where(ListingRow.source == source, ListingRow.external_id.in_(batch))
        )
        known.update((external_id, KnownListing(*rest)) for external_id, *rest in rows)
    return known


def record(
    session: Session,
    source: str,
    sightings: Sequence[Sighting],
    known: Mapping[str, KnownListing],
    *,
    at: dt.datetime,
    shown_name: Callable[[Gpt], str],
    actor: str = _ACTOR,
) -> Recorded:
    """Write a chunk of listings of a source, and an event for each that is not as it was.

    Args:
        session: In a transaction that holds the source.
        source: As the registry calls it.
        sightings: No two with the same id.
        known: Those of them that the registry has, as `known_listings` told in this transaction.
        at: Now.
        shown_name: A listing's name without what is personal; asked for new contents alone.
        actor: Who says so, for the events.
    """
    new = [each for each in sightings if each.external_id not in known]
    old = [(each, known[each.external_id]) for each in sightings if each.external_id in known]
    changed = [(each, was) for each, was in old if each.digest != was.source_digest]
    snapshots.write(session, [each.gpt for each in new] + [each.gpt for each, _ in changed])
    recorded = Recorded(
        added=_add(session, source, new, at=at, shown_name=shown_name),
        changed=[was.id for _, was in changed],
        unchanged=[was.id for each, was in old if each.digest == was.source_digest],
        returned=[was.id for _, was in old if was.vanished],
    )
    _change(session, changed, at=at, shown_name=shown_name)
    _see(session, [was.id for _, was in old], at=at)
    added = zip(recorded.added, map(_first_version, new), strict=True)
    versions = ((was.id, _version(each, was)) for each, was in changed)
    events = [
        *_told("listing.added", at, added, actor),
        *_told("listing.returned", at, ((each, {}) for each in recorded.returned), actor),
        *_told("listing.changed", at, versions, actor),
    ]
    if events:
        append_all(session, events)
    return recorded


def keep_cursor(session: Session, source: str, cursor: str) -> None:
    """Note where a reading goes on if it is interrupted now."""
    session.execute(update(SourceRow).where(SourceRow.name == source).values(cursor=cursor or None))


def finish(session: Session, source: str, *, at: dt.datetime) -> None:
    """Note that a source was read to its end."""
    hold(session, source)
    session.execute(
        update(SourceRow).where(SourceRow.name == source).values(cursor=None, synced_at=at)
    )


def missing(
    session: Session,
    source: str,
    seen: Callable[[int], bool],
    *,
    since: dt.datetime,
    until: dt.datetime,
) -> list[int]:
    """The listings of a source that a complete reading of it did not meet.

    Args:
        session: For reading.
        source: As the registry calls it.
        seen: Whether the reading met the listing with this number.
        since: When the reading began. Whom another one met after that is not missing.
        until: Now; a later moment was noted by a clock that has been set back.
    """
    met_by_another = and_(ListingRow.last_seen > since, ListingRow.last_seen <= until)
    there = session.scalars(
        select(ListingRow.id)
        .where(ListingRow.source == source, ListingRow.vanished_at.is_(None), not_(met_by_another))
        .execution_options(yield_per=_STREAMED)
    )
    return sorted(each for each in there if not seen(each))


def vanish(session: Session, ids: Iterable[int], *, at: dt.datetime, actor: str = _ACTOR) -> None:
    """Note that listings are gone, each with an event.

    Args:
        session: In a transaction that holds their source.
        ids: The registry's numbers of them.
        at: Now.
        actor: Who says so, for the events.
    """
    for batch in batches(ids):
        session.execute(
            update(ListingRow)
            .where(ListingRow.id.in_(batch))
            .values(vanished_at=at)
            .execution_options(synchronize_session=False)
        )
        gone = _told("listing.vanished", at, ((each, {}) for each in batch), actor)
        append_all(session, gone)


def _add(
    session: Session,
    source: str,
    new: Sequence[Sighting],
    *,
    at: dt.datetime,
    shown_name: Callable[[Gpt], str],
) -> Sequence[int]:
    if not new:
        return []
    rows = [
        {
            "source": source,
            "external_id": each.external_id,
            "name": shown_name(each.gpt),
            "content_digest": each.digest,
            "source_digest": each.digest,
            "number": 1,
            "first_seen": at,
            "last_seen": at,
            "vanished_at": None,
        }
        for each in new
    ]
    ids = session.scalars(
        insert(ListingRow).returning(ListingRow.id, sort_by_parameter_order=True), rows
    ).all()
    versions = [
        {"listing_id": id_, "number": 1, "content_digest": each.digest, "seen_at": at}
        for id_, each in zip(ids, new, strict=True)
    ]
    session.execute(insert(VersionRow), versions)
    return ids


def _change(
    session: Session,
    changed: Sequence[tuple[Sighting, KnownListing]],
    *,
    at: dt.datetime,
    shown_name: Callable[[Gpt], str],
) -> None:
    if not changed:
        return
    rows = [
        {
            "id": was.id,
            "name": shown_name(each.gpt),
            "content_digest": each.digest,
            "source_digest": each.digest,
            "number": was.number + 1,
        }
        for each, was in changed
    ]
    session.execute(update(ListingRow), rows)
    versions = [
        {"listing_id": was.id, "seen_at": at, **_numbered(each, was)} for each, was in changed
    ]
    session.execute(insert(VersionRow), versions)


def _see(session: Session, ids: Iterable[int], *, at: dt.datetime) -> None:
    for batch in batches(ids):
        session.execute(
            update(ListingRow)
            .where(ListingRow.id.in_(batch))
            .values(last_seen=at, vanished_at=None)
            .execution_options(synchronize_session=False)
        )


def _numbered(each: Sighting, was: KnownListing) -> dict[str, Any]:
    return {"number": was.number + 1, "content_digest": each.digest}


def _first_version(each: Sighting) -> dict[str, Any]:
    return {"version": 1, "content": each.digest}


def _version(each: Sighting, was: KnownListing) -> dict[str, Any]:
    return {"version": was.number + 1, "content": each.digest, "before": was.digest}


def _told(
    kind: str,
    at: dt.datetime,
    listings: Iterable[tuple[int, Mapping[str, Any]]],
    actor: str = _ACTOR,
) -> Iterable[Event]:
    for id_, payload in listings:
        yield Event(at, actor, kind, f"listing:{id_}", payload)
