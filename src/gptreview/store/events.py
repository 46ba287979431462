"""The event log: rows that are only added, each with the hash of the one before.

The hash is SHA-256 over the UTF-8 bytes of one JSON array, without blanks and with all but ASCII
escaped: ``[seq, at, actor, kind, subject, payload, previous]``. ``at`` is an integer, microseconds
since 1970 in UTC; ``payload`` a string that holds JSON; ``previous`` the hash of the event before,
64 zeros for the first. Who reads an export (`store.export`) can make all of it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import BigInteger, Row, func, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gptreview.model.database import BreakKind, ChainBreak, ChainHead, ChainReport
from gptreview.store.bulk import insert_all
from gptreview.store.failures import is_damaged
from gptreview.store.tables.base import epoch_microseconds
from gptreview.store.tables.events import EventRow

_START: Final = ChainHead(0, "0" * 64)
_LOCK: Final = 0x67707472_65766C6F
"""Name of the lock that PostgreSQL's writers of events hold: "gptrevlo" in ASCII."""
_WRITTEN: Final = 1_000
"""Events that go into one statement."""
_READ: Final = 2_000
"""Rows that are in memory at once."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step, before it has its place in the log."""

    at: dt.datetime
    """With its time zone."""
    actor: str
    """Who did it: ``sync``, ``review``, a person's name in the registry."""
    kind: str
    """``listing.added``, ``verdict.made``, ``run.ended``."""
    subject: str
    """``listing:7``, ``content:sha256:…``, ``run:3``."""
    payload: Mapping[str, Any]
    """JSON; never personal data, for nothing can be taken out again."""


def append(
    session: Session,
    *,
    at: dt.datetime,
    actor: str,
    kind: str,
    subject: str,
    payload: Mapping[str, Any],
) -> ChainHead:
    """Add one event; see `append_all`."""
    return append_all(session, (Event(at, actor, kind, subject, payload),))


def append_all(session: Session, events: Iterable[Event]) -> ChainHead:
    """Add events in their order; the chain's new head.

    The order is that of the calls, whatever the clock says. On PostgreSQL other writers of events
    wait until this transaction ends, so it is best done last in it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    current = head(session)
    rest = iter(events)
    while batch := list(islice(rest, _WRITTEN)):
        rows = []
        for event in batch:
            rows.append(_row(event, current))
            current = ChainHead(current.seq + 1, rows[-1]["hash"])
        insert_all(session, EventRow, rows)
    return current


def head(session: Session) -> ChainHead:
    """The last event as it stands in its row; number 0 where there is none."""
    last = session.execute(
        select(EventRow.seq, EventRow.hash).order_by(EventRow.seq.desc()).limit(1)
    ).first()
    return ChainHead(*last) if last else _START


def verify(session: Session, *, expected: ChainHead | None = None) -> ChainReport:
    """Walk along the chain from its first event to the first one that does not hold.

    Args:
        session: One that sees the same rows all the time (`Database.snapshot`).
        expected: A head that was kept elsewhere. Without it nobody can tell that the last events
            were cut off, or all of them made anew.
    """
    found = _walk(session, _START, expected, at_once=_READ)
    unreadable = found.broken is not None and found.broken.kind is BreakKind.UNREADABLE
    if unreadable and session.get_bind().dialect.name == "sqlite":
        # Rows come in portions: only one by one it shows which of them cannot be read. PostgreSQL
        # answers nothing more after an error; there it is the first of its portion.
        found = _walk(session, found.head, expected, at_once=1)
    if found.broken is None and expected is not None and found.head.seq < expected.seq:
        return _report(found.head, BreakKind.CUT)
    return found


def _walk(
    session: Session, start: ChainHead, expected: ChainHead | None, *, at_once: int
) -> ChainReport:
    current = start
    try:
        with closing(_rows(session, start.seq, at_once)) as rows:
            for row in rows:
                broken = _fault(row, current, expected)
                if broken is not None:
                    return _report(current, broken)
                current = ChainHead(row.seq, row.hash)
    except DBAPIError as error:
        if not is_damaged(error):
            raise
        return _report(current, BreakKind.UNREADABLE)
    return _report(current, None)


def _row(event: Event, before: ChainHead) -> dict[str, Any]:
    payload = _canonical(event.payload)
    at = epoch_microseconds(event.at)
    columns = (before.seq + 1, at, event.actor, event.kind, event.subject, payload, before.hash)
    return {
        "seq": before.seq + 1,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "subject": event.subject,
        "payload": payload,
        "previous": before.hash,
        "hash": _hash(columns),
    }


def _rows(session: Session, after: int, at_once: int) -> Generator[Row[Any]]:
    """The events after one of them in order, with their times as they are kept."""
    columns = (
        EventRow.seq,
        type_coerce(EventRow.at, BigInteger).label("at"),
        EventRow.actor,
        EventRow.kind,
        EventRow.subject,
        EventRow.payload,
        EventRow.previous,
        EventRow.hash,
    )
    # Rows before the first place can only have been slipped in: the walk has to meet them.
    statement = select(*columns).order_by(EventRow.seq)
    if after:
        statement = statement.where(EventRow.seq > after)
    with session.execute(statement.execution_options(yield_per=at_once)) as rows:
        yield from rows


def _fault(row: Row[Any], before: ChainHead, expected: ChainHead | None) -> BreakKind | None:
    if row.seq != before.seq + 1:
        return BreakKind.MISSING
    if row.hash != _hash(tuple(row)[:-1]):
        return BreakKind.CHANGED
    if row.previous != before.hash:
        return BreakKind.UNLINKED
    if expected is not None and row.seq == expected.seq and row.hash != expected.hash:
        return BreakKind.REWRITTEN
    return None


def _report(good: ChainHead, kind: BreakKind | None) -> ChainReport:
    return ChainReport(good.seq, good, ChainBreak(good.seq + 1, kind) if kind else None)


def _hash(columns: tuple[Any, ...]) -> str:
    # What is of a wrong kind in a damaged row has some text too, and then another hash.
    text = json.dumps(columns, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(payload: Mapping[str, Any]) -> str:
    """JSON with sorted keys and without blanks, all but ASCII escaped: the same bytes anywhere."""
    return json.dumps(dict(payload), sort_keys=True, separators=(",", ":"), allow_nan=False)
