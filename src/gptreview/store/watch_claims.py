"""Who is to look at what listings depend on, and what was found.

A look is claimed by a lease. Whoever settles it must still hold that very lease, so that of two who
look at one thing only one is believed. Times come from the workers. Where a clock was set back, a
watch that was looked at in what is now the future is due (`mind_clock`), and a lease that ends
later than any clock that runs could have said is void.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from gptreview.model.watches import WatchKind, WatchState
from gptreview.store.bulk import batches
from gptreview.store.tables.watches import WatchRow

LEASE: Final = dt.timedelta(minutes=10)
"""How long a look may take, with those at the same host before it."""
PUT_BACK: Final = dt.timedelta(minutes=10)
"""How long a host's other watches wait where many of other hosts are due."""
_A_HOST: Final = 16
"""Watches of one host that are claimed together; they are looked at one after the other."""
_CANDIDATES: Final = 1_024
"""Due watches among which hosts are chosen."""
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_LOCK: Final = 0x67707472_77617463
"""Name of the lock that PostgreSQL's claimers hold: "gptrwatc" in ASCII."""


@dataclass(frozen=True, slots=True)
class DueWatch:
    """A watch that this worker has claimed."""

    id: int
    kind: WatchKind
    target: str
    """Without a URL's query."""
    target_digest: str
    host: str
    state: WatchState
    digest: str
    failures: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is to be looked at."""

    watches: tuple[DueWatch, ...]
    until: dt.datetime
    """End of the lease, by which a claim is known."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A watch after a look."""

    id: int
    state: WatchState
    digest: str
    failures: int
    error: str
    due_at: dt.datetime
    checked_at: dt.datetime


def mind_clock(session: Session, now: dt.datetime) -> None:
    """Make due what was looked at in the future: whoever did had a clock that was ahead."""
    session.execute(
        update(WatchRow)
        .where(WatchRow.checked_at > now)
        .values(due_at=now, checked_at=now)
        .execution_options(synchronize_session=False)
    )


def claim(session: Session, *, now: dt.datetime, limit: int) -> Claimed:
    """Claim watches that are due, none of a host that somebody else is looking at.

    Args:
        session: A transaction of its own.
        now: The time.
        limit: How many at most.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Rows alone do not do: two could claim two watches of one host.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    until = now + LEASE
    found = session.execute(
        select(*_COLUMNS)
        .where(WatchRow.due_at <= now, or_(WatchRow.lease_until.is_(None), ~_is_held(now)))
        .order_by(WatchRow.due_at, WatchRow.id)
        .limit(_CANDIDATES)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    busy = set(session.scalars(select(WatchRow.host).where(_is_held(now)).distinct()))
    shares: Counter[str] = Counter()
    chosen: list[DueWatch] = []
    others: list[int] = []
    for row in found:
        if row.host in busy or shares[row.host] >= _A_HOST:
            others.append(row.id)
        elif len(chosen) < limit:
            shares[row.host] += 1
            chosen.append(_due(row))
    _set(session, [each.id for each in chosen], lease_until=until)
    if len(found) == _CANDIDATES:
        # One slow host with many watches must not stand before everybody else.
        _set(session, others, due_at=now + PUT_BACK)
    return Claimed(tuple(chosen), until)


def settle(session: Session, claimed: Claimed, settled: Iterable[Settled]) -> set[int]:
    """Write what was found, and give the claims back.

    Returns:
        The watches whose claim had not gone to somebody else.
    """
    results = {each.id: each for each in settled}
    own = _locked(session, results, claimed.until)
    rows = [
        {
            "id": each.id,
            "state": str(each.state),
            "digest": each.digest,
            "failures": each.failures,
            "error": each.error,
            "due_at": each.due_at,
            "checked_at": each.checked_at,
            "lease_until": None,
        }
        for id_, each in sorted(results.items())
        if id_ in own
    ]
    if rows:
        session.execute(update(WatchRow), rows)
    return own


def note_state(session: Session, claimed: Claimed, watch: int, state: WatchState) -> None:
    """Write a new state already, for listings that depend on several watches together."""
    own = _locked(session, (watch,), claimed.until)
    _set(session, sorted(own), state=str(state))


def holds(session: Session, claimed: Claimed, watch: int) -> bool:
    """Whether a claim has not gone to somebody else."""
    return bool(_locked(session, (watch,), claimed.until))


def postpone(session: Session, claimed: Claimed, ids: Collection[int], due_at: dt.datetime) -> None:
    """Leave alone for a while what nobody depends on."""
    own = _locked(session, ids, claimed.until)
    _set(session, sorted(own), lease_until=None, due_at=due_at)


def release(session: Session, claimed: Claimed) -> None:
    """Give back claims on what was not looked at."""
    own = _locked(session, [each.id for each in claimed.watches], claimed.until)
    _set(session, sorted(own), lease_until=None)


_COLUMNS: Final = (
    WatchRow.id,
    WatchRow.kind,
    WatchRow.target,
    WatchRow.target_digest,
    WatchRow.host,
    WatchRow.state,
    WatchRow.digest,
    WatchRow.failures,
)


def _due(row: Any) -> DueWatch:
    id_, kind, target, target_digest, host, state, digest, failures = row
    return DueWatch(
        id_, WatchKind(kind), target, target_digest, host, WatchState(state), digest, failures
    )


def _is_held(now: dt.datetime) -> ColumnElement[bool]:
    """By a lease that a clock no further ahead than one lease could have given."""
    return WatchRow.lease_until.between(now + _MICROSECOND, now + 2 * LEASE)


def _locked(session: Session, ids: Collection[int], until: dt.datetime) -> set[int]:
    """Those that are still held by this lease, locked in one order everywhere."""
    own: set[int] = set()
    for batch in batches(sorted(ids)):
        own.update(
            session.scalars(
                select(WatchRow.id)
                .where(WatchRow.id.in_(batch), WatchRow.lease_until == until)
                .order_by(WatchRow.id)
                # Rows that name a watch may still be written: a foreign key asks for no more.
                .with_for_update(key_share=True)
            )
        )
    return own


def _set(session: Session, ids: Sequence[int], **values: Any) -> None:
    for batch in batches(ids):
        session.execute(
            update(WatchRow)
            .where(WatchRow.id.in_(batch))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
