"""Readers of the event log: each goes through it once, in order, and knows how far it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.store.bulk import insert_missing
from gptreview.store.events import head
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.notices import CursorRow


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A step as the log has it."""

    seq: int
    """Its number, counted from 1 without a gap."""
    at: dt.datetime
    actor: str
    kind: str
    subject: str
    payload: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Of its subject: 7 of ``case:7``."""
        return int(self.subject.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class EventPortion:
    """The next events of a reader."""

    events: Sequence[LoggedEvent]
    last: int
    """Where the reader is once it has dealt with them: events of other kinds are behind it too."""
    is_end: bool
    """Whether there were no more."""


def position(session: Session, name: str) -> int:
    """Number of the last event that a reader has read; 0 for none."""
    return session.scalar(select(CursorRow.seq).where(CursorRow.name == name)) or 0


def take(session: Session, name: str) -> int:
    """As `position`; nobody else reads under this name until the transaction ends.

    On SQLite there is one writer at a time anyway.
    """
    insert_missing(session, CursorRow, [{"name": name, "seq": 0}])
    held = select(CursorRow.seq).where(CursorRow.name == name).with_for_update()
    return session.execute(held).scalar_one()


def advance(session: Session, name: str, to: int) -> None:
    """Note how far a reader is, which has taken its place in this transaction."""
    session.execute(update(CursorRow).where(CursorRow.name == name).values(seq=to))


def events_after(session: Session, seq: int, kinds: Collection[str], *, limit: int) -> EventPortion:
    """The next events of some kinds, in their order.

    Args:
        session: Any.
        seq: Number of the last event that was read.
        kinds: The others are passed over.
        limit: Events to give.
    """
    newest = head(session).seq  # first: what comes between the two statements is for the next time
    rows = session.execute(
        select(
            EventRow.seq,
            EventRow.at,
            EventRow.actor,
            EventRow.kind,
            EventRow.subject,
            EventRow.payload,
        )
        .where(EventRow.seq > seq, EventRow.seq <= newest, EventRow.kind.in_(sorted(kinds)))
        .order_by(EventRow.seq)
        .limit(limit)
    ).all()
    events = [
        LoggedEvent(row.seq, row.at, row.actor, row.kind, row.subject, json.loads(row.payload))
        for row in rows
    ]
    is_end = len(events) < limit
    return EventPortion(events, max(newest, seq) if is_end else events[-1].seq, is_end)
