"""Reports, the cases that they fold into, and what people decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Digest, Document, Key, private

_Hash = String(64)


class CaseRow(Base):
    """All that was said of one version of a listing."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(None, "is_waiting", "is_urgent", "rank", "id"),
        Index(None, "state", "is_urgent", "rank", "id"),
        Index(None, "holder_id"),
        Index(None, "lease_until"),
        Index(None, "rescan_at"),
        Index(None, "change_by"),
        Index(None, "content_digest"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"))
    number: Mapped[int]
    """Of the listing's version."""
    content_digest: Mapped[str] = mapped_column(Digest, ForeignKey("snapshots.content_digest"))
    state: Mapped[str]
    is_waiting: Mapped[bool]
    """Whether somebody has to decide, as its state says."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    holds_publication: Mapped[bool] = mapped_column(default=False)
    """Whether nothing of this version is published as passed before somebody has decided."""
    rank: Mapped[int] = mapped_column(Key)
    """Its place in the queue, the greatest first, in thousandths of a point: its priority but age,
    less what age had given it if it had been opened in 1970 (`decide.priority`), so that no row is
    written again while time passes."""
    parts: Mapped[dict[str, Any]] = mapped_column(Document)
    """Points of its priority by name, but age."""
    categories: Mapped[str]
    """Of reports and findings, sorted, with blanks before, between and after."""
    language: Mapped[str]
    reports: Mapped[int] = mapped_column(default=0)
    """How many there are that are not in bad faith."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counted up with each step."""
    opened_at: Mapped[dt.datetime]
    """When it was opened the last time."""
    due_at: Mapped[dt.datetime | None]
    """By when it should be decided; None while it waits for nothing."""
    holder_id: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    claimed_at: Mapped[dt.datetime | None]
    lease_until: Mapped[dt.datetime | None]
    decision_id: Mapped[int | None] = mapped_column(Key)
    """The one that stands; no foreign key, since each of two tables would need the other first."""
    verdict_id: Mapped[int | None] = mapped_column(Key, ForeignKey("verdicts.id"))
    """Newest verdict on the snapshot that was made for the case."""
    rescan_at: Mapped[dt.datetime | None]
    """Since when a re-scan is wanted; None where none is."""
    rescan_error: Mapped[str] = mapped_column(default="")
    """Why the last one failed, in one clause."""
    change_by: Mapped[dt.datetime | None]
    """End of the time for a change that was required; None where none was."""


class ReportRow(Base):
    """What somebody says is wrong; name, e-mail and evidence are for leads alone."""

    __tablename__ = "reports"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "reporter"),
        Index(None, "filed_at"),
        UniqueConstraint("case_id", "reporter", "text_digest"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    receipt_hash: Mapped[str] = mapped_column(_Hash, unique=True, info=private())
    case_id: Mapped[int] = mapped_column(Key, ForeignKey("cases.id"))
    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"))
    number: Mapped[int]
    category: Mapped[str]
    description: Mapped[str] = mapped_column(info=private())
    location: Mapped[str] = mapped_column(info=private())
    text_digest: Mapped[str] = mapped_column(Digest)
    """Of category, description and location: who sends the same again has not reported twice."""
    language: Mapped[str]
    name: Mapped[str] = mapped_column(default="", info=private())
    email: Mapped[str] = mapped_column(default="", info=private())
    reporter: Mapped[str] = mapped_column(_Hash, info=private())
    """Who it is, as far as can be told: account, else e-mail, else address, under a key."""
    account_id: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    filed_at: Mapped[dt.datetime]
    is_bad_faith: Mapped[bool] = mapped_column(default=False)
    is_borne_out: Mapped[bool | None]
    """Whether something was done about the listing; None until somebody decided."""
    evidence_name: Mapped[str] = mapped_column(default="", info=private())
    evidence_kind: Mapped[str] = mapped_column(default="")
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=private())


class ReceiptRow(Base):
    """A further code that opens a report: who sends the same again is given one more."""

    __tablename__ = "receipts"

    receipt_hash: Mapped[str] = mapped_column(_Hash, primary_key=True, info=private())
    report_id: Mapped[int] = mapped_column(Key, ForeignKey("reports.id"), index=True)
    made_at: Mapped[dt.datetime]


class DecisionRow(Base):
    """What somebody decided; rows stay as they are, but for when another one replaced them."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "listing_id", "replaced_at"),
        Index(None, "builder", "replaced_at"),
        Index(None, "ended_at", "ends_at"),
        Index(None, "made_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    puid: Mapped[str] = mapped_column(String(36), unique=True)
    """Names it to the DSA transparency database; random, so that it tells nothing."""
    case_id: Mapped[int] = mapped_column(Key, ForeignKey("cases.id"))
    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"))
    content_digest: Mapped[str] = mapped_column(Digest)
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
    appeal_id: Mapped[int | None] = mapped_column(Key)
    """The appeal that it answers."""
    action: Mapped[str]
    scope: Mapped[str]
    builder: Mapped[str] = mapped_column(Digest, default="")
    """Digest of the builder whose listings it covers; empty where it covers fewer."""
    ground: Mapped[str]
    document: Mapped[dict[str, Any]]
    """Clauses, facts, reasons, legal ground, evidence digests, note."""
    made_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    """Since when everybody was told that its duration is over."""
    change_by: Mapped[dt.datetime | None]
    """End of the last day for a change."""
    replaced_at: Mapped[dt.datetime | None]
    exported_at: Mapped[dt.datetime | None]
    """When it went into an export of statements of reasons."""


class AppealRow(Base):
    """Somebody does not accept a decision; each party may once."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("decision_id", "party", "who"),
        Index(None, "case_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(Key, ForeignKey("cases.id"))
    decision_id: Mapped[int] = mapped_column(Key, ForeignKey("decisions.id"))
    party: Mapped[str]
    who: Mapped[int] = mapped_column(Key)
    """Number of the reporter's report, or of the builder's account."""
    reason: Mapped[str] = mapped_column(info=private())
    filed_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="", info=private())


class RegressionRow(Base):
    """What an overturned decision teaches: an example that a rule has to be silent on, or find."""

    __tablename__ = "regressions"
    __table_args__ = (UniqueConstraint("rule_id", "evidence_digest", "kind"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    rule_id: Mapped[str]
    kind: Mapped[str]
    """``no_match`` or ``match``."""
    text: Mapped[str]
    """The sentence around the finding, masked."""
    language: Mapped[str]
    evidence_digest: Mapped[str] = mapped_column(Digest)
    decision_id: Mapped[int] = mapped_column(Key, ForeignKey("decisions.id"))
    made_at: Mapped[dt.datetime]


class StrikeRow(Base):
    """What stands against a builder, until it expires or the decision falls."""

    __tablename__ = "strikes"
    __table_args__ = (Index(None, "builder", "expires_at"),)

    decision_id: Mapped[int] = mapped_column(Key, ForeignKey("decisions.id"), primary_key=True)
    builder: Mapped[str] = mapped_column(Digest)
    weight: Mapped[int]
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class ViewRow(Base):
    """A way to look at the queue that somebody keeps."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
    name: Mapped[str]
    query: Mapped[str]
    """Of the queue's address, as `urllib.parse.urlencode` writes it."""


class PresenceRow(Base):
    """Somebody has a case open in their browser."""

    __tablename__ = "presence"

    case_id: Mapped[int] = mapped_column(Key, ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"), primary_key=True)
    seen_at: Mapped[dt.datetime]


class TraitRow(Base):
    """What a content has in common with others: its builder, a text, a domain it calls."""

    __tablename__ = "traits"
    __table_args__ = (Index(None, "kind", "value"),)

    content_digest: Mapped[str] = mapped_column(
        Digest, ForeignKey("snapshots.content_digest"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """``builder``, ``text`` or ``domain``; ``read`` once for each content that was looked at."""
    value: Mapped[str] = mapped_column(Digest, primary_key=True)
    """Digest of it."""
    shown: Mapped[str] = mapped_column(default="")
    """For people: the domain; empty for a text."""
