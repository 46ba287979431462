"""The outbox: each transition once for each subscriber, until it has been given.

Who writes publications or outbox rows holds the outbox first. So nobody who subscribes misses what
is being published at that moment, and rows have their numbers in the order in which they become
visible: whoever delivers them by number delivers them in their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, update
from sqlalchemy.orm import Session

from gptreview.model.publication import Message, PublicationState
from gptreview.store.bulk import batches
from gptreview.store.tables.base import UtcTime
from gptreview.store.tables.publications import OutboxRow, PublicationRow, SubscriberRow

_LOCK: Final = 0x67707472_65766F62
"""Name of the lock that PostgreSQL's writers of the outbox hold: "gptrevob" in ASCII."""
_COLUMNS: Final = (
    "subscriber",
    "publication_id",
    "revision",
    "document",
    "created_at",
    "due_at",
    "attempts",
    "error",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next row of a subscriber."""

    message: Message
    attempts: int
    """How often it could not be given."""
    error: str
    """Why not, the last time; empty where nobody has tried."""
    due_at: dt.datetime


def hold(session: Session) -> None:
    """See that no other transaction writes publications or the outbox until this one ends.

    On SQLite there is one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def tell(session: Session, profile: str, listings: Collection[int], *, at: dt.datetime) -> None:
    """Put the last transition of each listing into the outbox of every active subscriber.

    Args:
        session: In a transaction that holds the outbox.
        profile: The audience.
        listings: Those whose publication has changed in this transaction.
        at: Now.
    """
    for batch in batches(listings):
        rows = (
            _rows(at)
            .where(
                PublicationRow.profile == profile,
                PublicationRow.listing_id.in_(batch),
                SubscriberRow.ended_at.is_(None),
            )
            .order_by(PublicationRow.listing_id, SubscriberRow.key)
        )
        session.execute(insert(OutboxRow).from_select(_COLUMNS, rows))


def catch_up(session: Session, subscriber: str, *, at: dt.datetime, limit: int) -> bool:
    """Tell a subscriber of the next publications that were there before it.

    What was published, or changed, since it came is in its outbox already.

    Args:
        session: In a transaction that holds the outbox.
        subscriber: Its key.
        at: Now.
        limit: Publications to look at.

    Returns:
        Whether there may be more.
    """
    key = SubscriberRow.key == subscriber
    found = session.execute(
        select(SubscriberRow.catch_up_after, SubscriberRow.profile).where(
            key, SubscriberRow.catch_up_after.is_not(None), SubscriberRow.ended_at.is_(None)
        )
    ).first()
    if found is None:
        return False
    after, profile = found
    page = (
        select(PublicationRow.id)
        .where(PublicationRow.profile == profile, PublicationRow.id > after)
        .order_by(PublicationRow.id)
        .limit(limit)
        .subquery()
    )
    last = session.scalar(select(func.max(page.c.id)))
    if last is not None:
        is_told = exists().where(
            OutboxRow.subscriber == subscriber, OutboxRow.publication_id == PublicationRow.id
        )
        rows = (
            _rows(at)
            .where(
                key,
                PublicationRow.id > after,
                PublicationRow.id <= last,
                PublicationRow.state != PublicationState.WITHDRAWN,
                ~is_told,
            )
            .order_by(PublicationRow.id)
        )
        session.execute(insert(OutboxRow).from_select(_COLUMNS, rows))
    session.execute(update(SubscriberRow).where(key).values(catch_up_after=last))
    return last is not None


def next_rows(session: Session, subscriber: str, *, limit: int) -> list[Waiting]:
    """The first rows that a subscriber does not have yet, in their order."""
    rows = session.execute(
        select(
            OutboxRow.id, OutboxRow.document, OutboxRow.attempts, OutboxRow.error, OutboxRow.due_at
        )
        .where(_undelivered(subscriber))
        .order_by(OutboxRow.id)
        .limit(limit)
    )
    return [Waiting(Message(id_, document), *rest) for id_, document, *rest in rows]


def mark_delivered(session: Session, ids: Sequence[int], *, at: dt.datetime) -> None:
    """Note that rows were given, unless somebody has noted it before."""
    for batch in batches(ids):
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(batch), OutboxRow.delivered_at.is_(None))
            .values(delivered_at=at, error="")
            .execution_options(synchronize_session=False)
        )


def mark_failed(session: Session, row: int, error: str, *, due_at: dt.datetime) -> None:
    """Note why a row could not be given, and when to try again."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row)
        .values(attempts=OutboxRow.attempts + 1, error=error, due_at=due_at)
        .execution_options(synchronize_session=False)
    )


def _rows(at: dt.datetime) -> Select[tuple[object, ...]]:
    """The row of each publication for each subscriber of its audience, as it is now."""
    now = literal(at, UtcTime)
    return select(
        SubscriberRow.key,
        PublicationRow.id,
        PublicationRow.revision,
        PublicationRow.document,
        now,
        now,
        literal(0),
        literal(""),
    ).join_from(PublicationRow, SubscriberRow, SubscriberRow.profile == PublicationRow.profile)


def _undelivered(subscriber: str) -> ColumnElement[bool]:
    return and_(OutboxRow.subscriber == subscriber, OutboxRow.delivered_at.is_(None))
