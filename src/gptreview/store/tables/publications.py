"""What the public is shown of each listing, and who is told when that changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Key


class PublicationRow(Base):
    """What is public of one listing for one audience, now; the outbox has what was before."""

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("listing_id", "profile"),
        Index(None, "verdict_id"),
        Index(None, "changed_at", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"))
    profile: Mapped[str]
    state: Mapped[str]
    """``published``, ``stale`` or ``withdrawn``."""
    revision: Mapped[int]
    """How many transitions there were, this one included."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it is stale or withdrawn, in one clause; empty where it is published."""
    number: Mapped[int]
    """Of the listing's version that the verdict is on."""
    content_digest: Mapped[str] = mapped_column(Digest)
    """Of that version."""
    verdict_id: Mapped[int] = mapped_column(Key, ForeignKey("verdicts.id"))
    decision_id: Mapped[int | None] = mapped_column(Key)
    """The decision that was in force with it; None where there was none."""
    outcome: Mapped[str]
    document: Mapped[dict[str, Any]]
    """What subscribers are given of the last transition."""
    changed_at: Mapped[dt.datetime]


class SubscriberRow(Base):
    """Somebody who is told of every transition for one audience."""

    __tablename__ = "subscribers"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Its name; never given to another one."""
    kind: Mapped[str]
    """Of the way there: ``folder``."""
    target: Mapped[str]
    """Where: the folder's path."""
    profile: Mapped[str]
    since: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    """Since when it is told nothing more."""
    catch_up_after: Mapped[int | None] = mapped_column(Key)
    """Number of the last publication that it was told of because it came late; None where it was
    told of all."""
    holder: Mapped[str] = mapped_column(default="")
    """Who delivers to it, as `store.owners` names processes; empty for nobody."""
    lease_until: Mapped[dt.datetime | None]
    """From then on anybody may deliver in the holder's place."""


class OutboxRow(Base):
    """One transition on its way to one subscriber: there is never a second one."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("subscriber", "publication_id", "revision"),
        Index(None, "subscriber", "delivered_at", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subscriber: Mapped[str] = mapped_column(ForeignKey("subscribers.key"))
    publication_id: Mapped[int] = mapped_column(Key, ForeignKey("publications.id"))
    revision: Mapped[int]
    document: Mapped[dict[str, Any]]
    """What the subscriber is given."""
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    """When to try next."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it could not be given."""
    error: Mapped[str] = mapped_column(default="")
    """Why not, the last time, in one clause."""
    delivered_at: Mapped[dt.datetime | None]
    """None until the subscriber has it."""
