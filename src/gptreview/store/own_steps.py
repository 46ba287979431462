"""What one person did of late, as the event log has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.store import events
from gptreview.store.tables.events import EventRow

_READ = 2_000
"""Events that are looked through together."""


def latest(
    session: Session, actor: str, *, since: dt.datetime
) -> Iterator[tuple[dt.datetime, str]]:
    """When somebody did what kind of step, the last one first.

    The log has no index by actor, and most of it is old: it is read backwards, as far as the one
    who asks goes on, and never to before a moment.

    Args:
        session: For reading.
        actor: Who, as the log calls them.
        since: The moment.
    """
    end = events.head(session).seq
    while end > 0:
        portion = (EventRow.seq <= end, EventRow.seq > end - _READ)
        yield from session.execute(
            select(EventRow.at, EventRow.kind)
            .where(*portion, EventRow.actor == actor, EventRow.at >= since)
            .order_by(EventRow.seq.desc())
        ).tuples()
        end -= _READ
        oldest = session.scalar(select(EventRow.at).where(EventRow.seq == end))
        if oldest is None or oldest < since:
            return
