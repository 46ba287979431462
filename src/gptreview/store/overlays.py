"""Versions that listings get while their source says nothing: what they depend on has changed.

A version so made differs from the source's content by an overlay: an action's specification as it
is elsewhere now, or the note of what is lost. `WatchedRow.held` says which of its watches a version
shows; where that is not what the watch shows, the listing is behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from gptreview.model.gpt import Gpt
from gptreview.model.watches import WatchKind
from gptreview.store import snapshots
from gptreview.store.behind import Behind, Found
from gptreview.store.bulk import batches
from gptreview.store.events import Event, append_all
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow, VersionRow
from gptreview.store.tables.watches import WatchedRow

ACTOR: Final = "drift"
DRIFTED: Final = "listing.drifted"


@dataclass(frozen=True, slots=True)
class Drifted:
    """A listing's next content."""

    places: Sequence[Behind]
    """All of them that are behind."""
    gpt: Gpt


def last_drifts(session: Session, listings: Collection[int]) -> dict[int, dt.datetime]:
    """When each of these listings got its last version in this way, if it ever did."""
    subjects = {f"listing:{each}": each for each in listings}
    last: dict[int, dt.datetime] = {}
    for batch in batches(sorted(subjects)):
        rows = session.execute(
            select(EventRow.subject, func.max(EventRow.at))
            .where(EventRow.subject.in_(batch), EventRow.kind == DRIFTED)
            .group_by(EventRow.subject)
        )
        last.update((subjects[subject], at) for subject, at in rows)
    return last


def hold(session: Session, listings: Collection[int]) -> None:
    """See that nobody else writes these listings now."""
    for batch in batches(sorted(listings)):
        session.execute(
            select(ListingRow.id)
            .where(ListingRow.id.in_(batch))
            .order_by(ListingRow.id)
            .with_for_update()
        ).all()


def record(session: Session, found: Found, drifted: Sequence[Drifted], *, at: dt.datetime) -> int:
    """Write new versions, and what they hold of the watch.

    Args:
        session: A transaction that holds the listings.
        found: The watch.
        drifted: What becomes of each listing that is behind it.
        at: The time.

    Returns:
        How many versions there are more.
    """
    digests = snapshots.write(session, [each.gpt for each in drifted])
    made = [
        (each.places[0], digest)
        for each, digest in zip(drifted, digests, strict=True)
        if digest != each.places[0].content_digest
    ]
    # A specification may name other hosts: who links the listing looks for them.
    known = found.kind is not WatchKind.SPEC
    rows = [
        {"id": was.listing, "content_digest": digest, "number": was.number + 1}
        | ({"watched_digest": digest} if known else {})
        for was, digest in made
    ]
    if rows:
        session.execute(update(ListingRow), rows)
        session.execute(insert(VersionRow), [_version(was, digest, at) for was, digest in made])
    held = [
        {
            "watch_id": found.watch,
            "listing_id": each.listing,
            "place": each.place,
            "held": each.wanted,
        }
        for one in drifted
        for each in one.places
    ]
    if held:
        session.execute(update(WatchedRow), held)
    if made:
        append_all(session, _events(found, made, at))
    return len(made)


def _version(was: Behind, digest: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "listing_id": was.listing,
        "number": was.number + 1,
        "content_digest": digest,
        "seen_at": at,
    }


def _events(found: Found, made: Iterable[tuple[Behind, str]], at: dt.datetime) -> Iterable[Event]:
    for was, digest in made:
        payload = {
            "kind": str(found.kind),
            "watch": found.watch,
            "state": str(found.state),
            "version": was.number + 1,
            "content": digest,
            "before": was.content_digest,
        }
        yield Event(at, ACTOR, DRIFTED, f"listing:{was.listing}", payload)
