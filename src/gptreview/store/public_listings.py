"""Questions about publications that anybody may ask.

No index serves a part of a name on both databases: PostgreSQL would need trigrams, SQLite a table
of its own. So a search goes through the publications in the order of their listings' numbers, which
the index of their unique constraint serves, and looks at so many at a time: a page takes the same
time in a registry of a million, and may be emptier than it was wished.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.decision import Action
from gptreview.store.tables.base import Key, UtcTime
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import VerdictRow

WINDOW: Final = 5_000
"""Publications that one page of a search looks at."""
_LISTED: Final = (
    func.coalesce(PublicationRow.document["decision"]["action"].as_string(), "") != Action.LIMIT
)
"""Whether a listing is found without its link: nobody decided to limit its distribution."""
_KINDS: Final = ("verdict.published", "verdict.stale", "verdict.withdrawn")


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """A publication as it is kept, with whether it is still about the current content."""

    id: int
    listing: int
    state: str
    reason: str
    revision: int
    verdict: int
    document: Mapping[str, Any]
    """What subscribers were given of the last transition."""
    changed_at: dt.datetime
    is_current: bool
    """Whether the listing has the content now that the verdict is on."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One transition as the event log has it."""

    at: dt.datetime
    kind: str
    payload: Mapping[str, Any]


def find(session: Session, number: int, profile: str) -> PublicRecord | None:
    """The publication of a listing; None where nothing of it was ever published.

    Raises:
        NotFoundError: There is no such listing.
    """
    row = session.execute(
        _records(profile, PublicationRow.listing_id == number)
    ).one_or_none()  # fmt: skip
    if row is not None:
        return _record(row)
    if session.scalar(select(ListingRow.id).where(ListingRow.id == number)) is None:
        raise NotFoundError(
            "no such listing", where=f"listing {number}", next_step="search the listings"
        )
    return None


def page(
    session: Session,
    profile: str,
    *,
    query: str = "",
    outcome: str = "",
    after: int = 0,
    limit: int,
    window: int = WINDOW,
) -> tuple[list[PublicRecord], int | None]:
    """Some of the listings that have a verdict to show, in the order of their numbers.

    Those whose distribution somebody has limited are found by their link alone, `find`.

    Args:
        session: For reading.
        profile: The audience.
        query: Stands in their names, ASCII letters in either case; empty for any name.
        outcome: Of the verdict that is shown; empty for any.
        after: Number of the listing before the first one.
        limit: How many at most.
        window: How many publications to look at.

    Returns:
        The listings, and after which number the next page begins: None where there is nothing
        left to look at.
    """
    number = PublicationRow.listing_id
    looked_at = (
        select(number)
        .where(PublicationRow.profile == profile, number > after)
        .order_by(number)
        .limit(window)
        .subquery()
    )
    # First where the window ends, which the index alone tells: what then is asked can stop early.
    last, count = session.execute(
        select(func.max(looked_at.c[0]), func.count(looked_at.c[0]))
    ).one()
    if last is None:
        return [], None
    wanted: list[ColumnElement[bool]] = [
        _LISTED,
        PublicationRow.state != "withdrawn",
        number.between(after + 1, last),
    ]
    if outcome:
        wanted.append(PublicationRow.outcome == outcome)
    if query:
        wanted.append(ListingRow.name.icontains(query, autoescape=True))
    rows = session.execute(_records(profile, *wanted).order_by(number).limit(limit + 1))
    found = list(map(_record, rows))
    if len(found) > limit:
        return found[:limit], found[limit - 1].listing
    return found, last if count == window else None


def changes(
    session: Session, profile: str, *, before: tuple[dt.datetime, int] | None = None, limit: int
) -> list[PublicRecord]:
    """The publications whose last transitions are the newest, the newest first.

    As in `page`, those that are found by their link alone are left out.

    Args:
        session: For reading.
        profile: The audience.
        before: When the last one of the page before was changed, and its `PublicRecord.id`.
        limit: How many at most.
    """
    key = tuple_(PublicationRow.changed_at, PublicationRow.id)
    wanted: list[ColumnElement[bool]] = [_LISTED]
    if before is not None:
        wanted.append(key < tuple_(literal(before[0], UtcTime), literal(before[1], Key)))
    newest = (PublicationRow.changed_at.desc(), PublicationRow.id.desc())
    return list(
        map(_record, session.execute(_records(profile, *wanted).order_by(*newest).limit(limit)))
    )


def transitions(session: Session, number: int, profile: str, *, limit: int) -> Sequence[Moved]:
    """The newest transitions of a listing's publication, the newest first.

    The event log has those for other audiences too, which are passed over.
    """
    rows = session.execute(
        select(EventRow.at, EventRow.kind, EventRow.payload)
        .where(EventRow.subject == f"listing:{number}", EventRow.kind.in_(_KINDS))
        .order_by(EventRow.seq.desc())
    )
    found: list[Moved] = []
    for at, kind, text in rows:
        payload = json.loads(text)
        if payload["profile"] == profile:
            found.append(Moved(at, kind, payload))
        if len(found) == limit:
            break
    return found


def judged_by(session: Session, verdict: int) -> Mapping[str, Any]:
    """The clauses that a verdict's findings name, by id, as its document has them."""
    document = session.scalar(select(VerdictRow.document).where(VerdictRow.id == verdict))
    clauses: Mapping[str, Any] = (document or {}).get("clauses", {})
    return clauses


def _records(profile: str, *wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            PublicationRow.id,
            PublicationRow.listing_id,
            PublicationRow.state,
            PublicationRow.reason,
            PublicationRow.revision,
            PublicationRow.verdict_id,
            PublicationRow.document,
            PublicationRow.changed_at,
            ListingRow.content_digest == PublicationRow.content_digest,
        )
        .join(ListingRow, ListingRow.id == PublicationRow.listing_id)
        .where(PublicationRow.profile == profile, *wanted)
    )


def _record(row: Row[Any]) -> PublicRecord:
    return PublicRecord(*row)
