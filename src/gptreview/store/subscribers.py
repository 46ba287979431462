"""Subscribers: who is told of transitions, and which process tells them now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.publication import Subscriber
from gptreview.store.tables.publications import OutboxRow, SubscriberRow

_NO_LEASE: Final = dt.timedelta(days=1)
"""Longer than any hold by more than clocks differ: what ends later was said by a wrong one."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Who delivers, and until when nobody else does."""

    owner: str
    now: dt.datetime
    until: dt.datetime


def add(session: Session, subscriber: Subscriber) -> None:
    """Add a subscriber, who is then to be told of what is public already.

    Args:
        session: In a transaction that holds the outbox (`store.outbox.hold`).
        subscriber: Has told nobody yet.

    Raises:
        ConflictError: The key was given away before, or another one is told at the same place.
    """
    if session.get(SubscriberRow, subscriber.key) is not None:
        raise ConflictError(
            "the key was given away before, and is never used again",
            where=subscriber.key,
            next_step="choose another key; gptreview registry subscribers shows them",
        )
    other = session.scalar(
        select(SubscriberRow.key).where(
            SubscriberRow.kind == subscriber.kind,
            SubscriberRow.target == subscriber.target,
            SubscriberRow.ended_at.is_(None),
        )
    )
    if other is not None:
        raise ConflictError(
            f"{other} is told there already",
            where=subscriber.target,
            next_step=f"choose another place, or gptreview registry unsubscribe {other}",
        )
    session.add(
        SubscriberRow(
            key=subscriber.key,
            kind=subscriber.kind,
            target=subscriber.target,
            profile=subscriber.profile,
            since=subscriber.since,
            ended_at=None,
            catch_up_after=0,
            lease_until=None,
        )
    )
    session.flush()


def end(session: Session, key: str, *, at: dt.datetime) -> None:
    """Tell a subscriber nothing more.

    Raises:
        NotFoundError: There is none with this key, or it has ended before.
    """
    ended = session.scalar(
        update(SubscriberRow)
        .where(SubscriberRow.key == key, SubscriberRow.ended_at.is_(None))
        .values(ended_at=at)
        .returning(SubscriberRow.key)
    )
    if ended is None:
        raise NotFoundError(
            "no active subscriber has this key",
            where=key,
            next_step="gptreview registry subscribers shows them",
        )


def everybody(session: Session) -> list[Subscriber]:
    """All subscribers by key, with how many transitions wait for those who have not ended."""
    waiting = (
        select(func.count())
        .where(
            OutboxRow.subscriber == SubscriberRow.key,
            OutboxRow.delivered_at.is_(None),
            SubscriberRow.ended_at.is_(None),
        )
        .correlate(SubscriberRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            SubscriberRow.key,
            SubscriberRow.kind,
            SubscriberRow.target,
            SubscriberRow.profile,
            SubscriberRow.since,
            SubscriberRow.ended_at,
            waiting,
        ).order_by(SubscriberRow.key)
    )
    return [Subscriber(*row) for row in rows]


def latecomers(session: Session) -> Sequence[str]:
    """Those who are still to be told of what was public before they came."""
    return session.scalars(
        select(SubscriberRow.key)
        .where(SubscriberRow.catch_up_after.is_not(None), SubscriberRow.ended_at.is_(None))
        .order_by(SubscriberRow.key)
    ).all()


def holders(session: Session) -> Sequence[str]:
    """Everybody who is delivering."""
    return session.scalars(
        select(SubscriberRow.holder).where(SubscriberRow.holder != "").distinct()
    ).all()


def holder_of(session: Session, key: str) -> str:
    """Who is delivering to a subscriber; empty for nobody."""
    return session.scalar(select(SubscriberRow.holder).where(SubscriberRow.key == key)) or ""


def take(session: Session, key: str, hold: Hold, *, dead: Collection[str]) -> bool:
    """Take the delivery to a subscriber, unless somebody else has it.

    Args:
        session: The transaction.
        key: The subscriber's.
        hold: Who takes it, and until when.
        dead: Holders who live no more; their leases count for nothing.
    """
    is_free = or_(
        SubscriberRow.holder == "",
        SubscriberRow.lease_until <= hold.now,
        SubscriberRow.lease_until > hold.now + _NO_LEASE,
        SubscriberRow.holder.in_(dead),
    )
    return _held(session, key, hold, is_free)


def keep(session: Session, key: str, hold: Hold) -> bool:
    """Hold on to a delivery; False where somebody has taken it over, or it has ended."""
    return _held(session, key, hold, SubscriberRow.holder == hold.owner)


def release(session: Session, key: str, owner: str) -> None:
    """Give a delivery back."""
    session.execute(
        update(SubscriberRow)
        .where(SubscriberRow.key == key, SubscriberRow.holder == owner)
        .values(holder="", lease_until=None)
    )


def _held(session: Session, key: str, hold: Hold, condition: ColumnElement[bool]) -> bool:
    statement = (
        update(SubscriberRow)
        .where(SubscriberRow.key == key, SubscriberRow.ended_at.is_(None), condition)
        .values(holder=hold.owner, lease_until=hold.until)
        .returning(SubscriberRow.key)
    )
    return session.scalar(statement) is not None
