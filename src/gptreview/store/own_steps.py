"""What one person did of late, as the event log has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.store import events
from gptreview.store.tables.events import EventRow

_READ = 2_000
"""Events that are looked through together."""


def since_pause(
    session: Session,
    actor: str,
    *,
    now: dt.datetime,
    pause: dt.timedelta,
    longest: dt.timedelta,
    but: Collection[str] = (),
) -> Iterator[tuple[dt.datetime, str]]:
    """When somebody did what kind of step since their last pause, the last one first.

    The log has no index by actor, and most of it is old: it is read backwards, a portion at a
    time, and never further than a pause before the earliest step that was found.

    Args:
        session: For reading.
        actor: Who, as the log calls them.
        now: The moment; a pause may end with it.
        pause: How long nothing was done.
        longest: Before now, that is looked at.
        but: Kinds of events that are no steps.
    """
    first = now
    end = events.head(session).seq
    while end > 0:
        portion = (EventRow.seq <= end, EventRow.seq > end - _READ)
        rows = session.execute(
            select(EventRow.at, EventRow.kind)
            .where(*portion, EventRow.actor == actor, EventRow.at >= now - longest)
            .order_by(EventRow.seq.desc())
        ).tuples()
        for at, kind in rows:
            if first - at >= pause:
                return
            if kind not in but:
                first = min(first, at)
                yield at, kind
        end -= _READ
        oldest = session.scalar(select(EventRow.at).where(EventRow.seq == end))
        if oldest is None or oldest < now - longest or first - oldest >= pause:
            return
