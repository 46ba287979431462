"""What was found in each content, by which standard, and who is at work on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Document, Key, UtcTime


class StandardRow(Base):
    """All that a verdict depends on besides the content."""

    __tablename__ = "standards"
    __table_args__ = (
        UniqueConstraint("policy_digest", "ruleset_digest", "scanners_digest", "profile"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    policy_name: Mapped[str]
    policy_version: Mapped[str]
    policy_digest: Mapped[str] = mapped_column(Digest)
    ruleset_digest: Mapped[str] = mapped_column(Digest)
    scanners_digest: Mapped[str] = mapped_column(Digest)
    """Of the scanners' names and versions, and the limits of reading."""
    profile: Mapped[str]
    first_used: Mapped[dt.datetime]
    used_run: Mapped[int] = mapped_column(Key, default=0)
    """Number of the last run by it that ended with every current version reviewed."""


class VerdictRow(Base):
    """The verdict on one content by one standard: there is never a second one of a turn."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("content_digest", "standard_id", "turn"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    content_digest: Mapped[str] = mapped_column(Digest, ForeignKey("snapshots.content_digest"))
    standard_id: Mapped[int] = mapped_column(Key, ForeignKey("standards.id"))
    turn: Mapped[int] = mapped_column(default=0)
    """0 for the review's; counted up each time that waivers make another one of its findings."""
    superseded: Mapped[bool] = mapped_column(default=False)
    """Whether there is one of a later turn."""
    run_id: Mapped[int] = mapped_column(Key, ForeignKey("runs.id"))
    outcome: Mapped[str]
    document: Mapped[dict[str, Any]]
    """The rest of the verdict: coverage, reasons, scanners; findings stand in their own table."""
    set_aside: Mapped[str] = mapped_column(default="")
    """Why nobody could review it to the end, in one clause; empty where somebody could."""
    made_at: Mapped[dt.datetime]


class FindingRow(Base):
    """One finding of a verdict."""

    __tablename__ = "findings"
    __table_args__ = (Index(None, "rule_id", "evidence_digest"),)

    verdict_id: Mapped[int] = mapped_column(Key, ForeignKey("verdicts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Its place in the verdict, counted from 0."""
    rule_id: Mapped[str]
    category: Mapped[str]
    severity: Mapped[str]
    meaning: Mapped[str]
    evidence_digest: Mapped[str] = mapped_column(Digest)
    document: Mapped[dict[str, Any]]
    """All of it, as JSON output has it."""


class ClaimRow(Base):
    """Somebody is at work on a content, or was and failed."""

    __tablename__ = "claims"
    __table_args__ = (Index(None, "lease_until"),)

    content_digest: Mapped[str] = mapped_column(
        Digest, ForeignKey("snapshots.content_digest"), primary_key=True
    )
    standard_id: Mapped[int] = mapped_column(Key, ForeignKey("standards.id"), primary_key=True)
    owner: Mapped[str]
    """``host/pid/start time``: whether the owner lives can be told on its own machine."""
    lease_until: Mapped[dt.datetime]
    """From then on anybody may take it over."""
    attempts: Mapped[int]
    """How often it was claimed."""
    error: Mapped[str] = mapped_column(default="")
    """Why the last attempt failed, in one clause."""


class RunRow(Base):
    """One run of a sync or a review."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    """``sync``, ``review``, ``publish`` or ``drift``."""
    owner: Mapped[str]
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    """None while it goes on, and for one that died."""
    counts: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    """What it did, by name."""
