"""What listings depend on outside of themselves, and how it was found the last time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Key


class WatchRow(Base):
    """One thing that is looked at again and again, once however many listings name it."""

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("kind", "target_digest"),
        Index(None, "due_at"),
        Index(None, "lease_until"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    """``spec``, ``privacy``, ``host``, ``dns`` or ``proof``."""
    target: Mapped[str]
    """A URL without its query, a host or a domain."""
    target_digest: Mapped[str] = mapped_column(Digest)
    """Of the whole target: a URL may be longer than an index takes."""
    host: Mapped[str] = mapped_column(String(253))
    """Who is asked: nobody is asked twice at once."""
    state: Mapped[str] = mapped_column(default="unseen")
    """``unseen``, ``there`` or ``gone``."""
    digest: Mapped[str] = mapped_column(String(71), default="")
    """Of what was there the last time; empty where it never was."""
    failures: Mapped[int] = mapped_column(default=0)
    """Looks in a row that found nothing."""
    error: Mapped[str] = mapped_column(default="")
    """Why the last look found nothing, in one clause."""
    checked_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime]
    """When to look next."""
    lease_until: Mapped[dt.datetime | None]
    """Until then somebody is looking."""


class WatchedRow(Base):
    """A listing's current version depends on a watch."""

    __tablename__ = "watched"
    __table_args__ = (Index(None, "listing_id"),)

    watch_id: Mapped[int] = mapped_column(Key, ForeignKey("watches.id"), primary_key=True)
    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The field that names it: ``action:0``, ``builder``."""
    own_digest: Mapped[str] = mapped_column(Digest, default="")
    """Of what the listing's source says there; another one begins a new baseline."""
    baseline: Mapped[str] = mapped_column(Digest, default="")
    """Of what was found when the source's content was first held against it; empty before."""
    held: Mapped[str] = mapped_column(Digest, default="")
    """What of it the current version has that the source's content has not: a specification's
    digest, ``gone``; empty for nothing."""
