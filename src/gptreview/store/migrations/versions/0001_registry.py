"""Listings with their contents, verdicts, runs and events.

The constraints have the names that `store.tables.base` makes for them.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_DIGEST: Final = sa.String(71)
_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: Final = sa.BigInteger()
"""Microseconds since 1970 in UTC."""
_DOCUMENT: Final = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the first tables."""
    _contents()
    _listings()
    _verdicts()
    _findings_and_claims()
    _events()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _TIME, nullable=nullable)


def _content(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "content_digest",
        _DIGEST,
        sa.ForeignKey("snapshots.content_digest"),
        primary_key=primary_key,
        nullable=False,
    )


def _of(
    name: str, parent: str, *, primary_key: bool = False, nullable: bool = False
) -> sa.Column[int]:
    return sa.Column(name, _KEY, sa.ForeignKey(parent), primary_key=primary_key, nullable=nullable)


def _contents() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.String(), primary_key=True),
        _text("cursor", nullable=True),
        _time("synced_at", nullable=True),
    )
    op.create_table(
        "snapshots",
        sa.Column("content_digest", _DIGEST, primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
    )


def _listings() -> None:
    op.create_table(
        "listings",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("source", sa.String(), sa.ForeignKey("sources.name"), nullable=False),
        _text("external_id"),
        _text("name"),
        _content(),
        sa.Column("number", sa.Integer(), nullable=False),
        _time("first_seen"),
        _time("last_seen"),
        _time("vanished_at", nullable=True),
        sa.UniqueConstraint("source", "external_id"),
    )
    op.create_index(op.f("ix_listings_content_digest"), "listings", ["content_digest"])
    op.create_table(
        "versions",
        _of("listing_id", "listings.id", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _content(),
        _time("seen_at"),
    )


def _verdicts() -> None:
    op.create_table(
        "standards",
        sa.Column("id", _KEY, primary_key=True),
        _text("policy_name"),
        _text("policy_version"),
        sa.Column("policy_digest", _DIGEST, nullable=False),
        sa.Column("ruleset_digest", _DIGEST, nullable=False),
        sa.Column("scanners_digest", _DIGEST, nullable=False),
        _text("profile"),
        _time("first_used"),
        sa.UniqueConstraint("policy_digest", "ruleset_digest", "scanners_digest", "profile"),
    )
    op.create_table(
        "runs",
        sa.Column("id", _KEY, primary_key=True),
        _text("kind"),
        _text("owner"),
        _time("started_at"),
        _time("ended_at", nullable=True),
        sa.Column("counts", _DOCUMENT, nullable=False),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", _KEY, primary_key=True),
        _content(),
        _of("standard_id", "standards.id"),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        _of("run_id", "runs.id"),
        _text("outcome"),
        sa.Column("document", _DOCUMENT, nullable=False),
        _text("set_aside"),
        _time("made_at"),
        sa.UniqueConstraint("content_digest", "standard_id", "turn"),
    )


def _findings_and_claims() -> None:
    op.create_table(
        "findings",
        _of("verdict_id", "verdicts.id", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _text("rule_id"),
        _text("category"),
        _text("severity"),
        _text("meaning"),
        sa.Column("evidence_digest", _DIGEST, nullable=False),
        sa.Column("document", _DOCUMENT, nullable=False),
    )
    op.create_index(
        op.f("ix_findings_rule_id_evidence_digest"), "findings", ["rule_id", "evidence_digest"]
    )
    op.create_table(
        "claims",
        _content(primary_key=True),
        _of("standard_id", "standards.id", primary_key=True),
        _text("owner"),
        _time("lease_until"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("error"),
    )
    op.create_index(op.f("ix_claims_lease_until"), "claims", ["lease_until"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("seq", _KEY, primary_key=True, autoincrement=False),
        _time("at"),
        _text("actor"),
        _text("kind"),
        _text("subject"),
        _text("payload"),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    op.create_index(op.f("ix_events_subject"), "events", ["subject"])
