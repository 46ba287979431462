"""Published GPTs and every content that they had."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Key


class SourceRow(Base):
    """Where listings come from, and how far it was read."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    """As the registry calls it: a resolved path, ``compliance:ws-1``."""
    cursor: Mapped[str | None]
    """Where an interrupted reading goes on; None where it was read to its end."""
    synced_at: Mapped[dt.datetime | None]
    """When it was last read to its end."""


class SnapshotRow(Base):
    """One content, kept once however many listings and versions have it."""

    __tablename__ = "snapshots"

    content_digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    """The GPT without its files' bytes, as `store.snapshots` writes it, compressed."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes before compression, with those of its files."""


class BlobRow(Base):
    """The bytes of a knowledge file, kept once."""

    __tablename__ = "blobs"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes before compression."""


class ListingRow(Base):
    """A published GPT."""

    __tablename__ = "listings"
    __table_args__ = (UniqueConstraint("source", "external_id"), Index(None, "content_digest"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    external_id: Mapped[str]
    """The listing's id in its source."""
    name: Mapped[str]
    """Masked, as reports show it."""
    content_digest: Mapped[str] = mapped_column(Digest, ForeignKey("snapshots.content_digest"))
    """Of the current version."""
    source_digest: Mapped[str] = mapped_column(Digest)
    """Of the content as its source has it; another one where what it depends on has changed."""
    watched_digest: Mapped[str] = mapped_column(Digest, default="")
    """Of the content whose dependencies are watched; empty where nobody has looked for them."""
    number: Mapped[int]
    """Of the current version, counted from 1."""
    first_seen: Mapped[dt.datetime]
    last_seen: Mapped[dt.datetime]
    """When its source last had it."""
    vanished_at: Mapped[dt.datetime | None]
    """Since when its source has it no more."""


class VersionRow(Base):
    """One content that a listing had, in order."""

    __tablename__ = "versions"

    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Counted from 1; a content that comes back has a new one."""
    content_digest: Mapped[str] = mapped_column(Digest, ForeignKey("snapshots.content_digest"))
    seen_at: Mapped[dt.datetime]
