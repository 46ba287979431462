"""The event log for those who read it: from its beginning, or backwards a page at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gptreview.model.event_filter import EventFilter
from gptreview.store.bulk import batches
from gptreview.store.cursors import LoggedEvent, events_after
from gptreview.store.events import head
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.events import EventRow

_PORTION: Final = 5_000
"""Events that are in memory at once."""
REACH: Final = 200_000
"""Events that one page looks through, so that it is there at once however rare what is wanted."""


@dataclass(frozen=True, slots=True)
class HashedEvent:
    """A step as the log has it, with what its place in the chain is proven by."""

    event: LoggedEvent
    hash: str
    """64 hex digits."""


def all_events(session: Session, kinds: Collection[str]) -> Iterator[LoggedEvent]:
    """Every event of some kinds, from the first one on; few are in memory at once."""
    seq, is_end = 0, False
    while not is_end:
        portion = events_after(session, seq, kinds, limit=_PORTION)
        seq, is_end = portion.last, portion.is_end
        yield from portion.events


def events_before(
    session: Session, wanted: EventFilter, *, before: int | None, limit: int
) -> tuple[list[HashedEvent], int | None]:
    """The newest events that are wanted, the newest first.

    Args:
        session: For reading.
        wanted: Which ones.
        before: Number of the last event of the page before; None for the first page.
        limit: How many at most.

    Returns:
        The events, and before which number the next page begins; None where there is none. A
        page may be shorter than the limit and still have a next one: see `REACH`.
    """
    top = head(session).seq + 1 if before is None else before
    # An index knows the events of a subject; all others are looked through.
    bottom = 0 if wanted.subject else max(0, top - 1 - REACH)
    rows = session.execute(
        select(*_COLUMNS)
        .where(EventRow.seq < top, EventRow.seq > bottom, *_conditions(wanted))
        .order_by(EventRow.seq.desc())
        .limit(limit)
    ).all()
    found = [_hashed(*row) for row in rows]
    if len(found) == limit:
        lowest = found[-1].event.seq
        return found, lowest if lowest > 1 else None
    return found, bottom + 1 if bottom else None


def of_subjects(session: Session, subjects: Collection[str]) -> list[HashedEvent]:
    """Every event of some subjects, in the order of the log."""
    found: list[HashedEvent] = []
    for batch in batches(subjects):
        rows = session.execute(select(*_COLUMNS).where(EventRow.subject.in_(batch)))
        found += (_hashed(*row) for row in rows)
    return sorted(found, key=lambda each: each.event.seq)


def actor_names(session: Session, actors: Collection[str]) -> dict[str, str]:
    """What accounts are called, by how the event log calls them."""
    numbers = {
        int(each.removeprefix("account:"))
        for each in actors
        if each.startswith("account:") and each.removeprefix("account:").isdecimal()
    }
    names: dict[str, str] = {}
    for batch in batches(sorted(numbers)):
        rows = session.execute(
            select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(batch))
        )
        names.update((f"account:{number}", name) for number, name in rows)
    return names


_COLUMNS: Final = (
    EventRow.seq,
    EventRow.at,
    EventRow.actor,
    EventRow.kind,
    EventRow.subject,
    EventRow.payload,
    EventRow.hash,
)


def _conditions(wanted: EventFilter) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (EventRow.kind, wanted.kind),
        (EventRow.actor, wanted.actor),
        (EventRow.subject, wanted.subject),
    ):
        if value:
            yield column == value
    if wanted.since is not None:
        yield EventRow.at >= wanted.since
    if wanted.until is not None:
        yield EventRow.at < wanted.until


def _hashed(*columns: Any) -> HashedEvent:
    seq, at, actor, kind, subject, payload, digest = columns
    return HashedEvent(LoggedEvent(seq, at, actor, kind, subject, json.loads(payload)), digest)
