"""Findings that somebody answers for, and which of them the verdicts know."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Key


class WaiverRow(Base):
    """A finding that somebody answers for, until a day or until it is revoked."""

    __tablename__ = "waivers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    rule_id: Mapped[str]
    evidence_digest: Mapped[str] = mapped_column(Digest)
    owner: Mapped[str]
    reason: Mapped[str]
    expires: Mapped[dt.date]
    """The last day on which it holds, in UTC."""
    made_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class WaivedRow(Base):
    """A waiver that the verdicts by a standard take into account."""

    __tablename__ = "waived"
    __table_args__ = (UniqueConstraint("standard_id", "rule_id", "evidence_digest"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    standard_id: Mapped[int] = mapped_column(Key, ForeignKey("standards.id"))
    rule_id: Mapped[str]
    evidence_digest: Mapped[str] = mapped_column(Digest)
