"""What happened, in an order that nobody can change unseen."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Key


class EventRow(Base):
    """One step; rows are only ever added."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "subject"),)

    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    """Counted from 1 without a gap."""
    at: Mapped[dt.datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    """``listing.added``, ``verdict.made``, ``run.ended``."""
    subject: Mapped[str]
    """``listing:7``, ``content:sha256:…``, ``run:3``."""
    payload: Mapped[str]
    """Canonical JSON, in the very bytes that were hashed."""
    previous: Mapped[str] = mapped_column(String(64))
    """Hash of the event before; 64 zeros for the first."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of all the other columns, in hex."""
