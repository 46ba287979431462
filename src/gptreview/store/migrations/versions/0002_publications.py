"""Publications with their outbox, waivers, and what listings depend on outside of themselves."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

_DIGEST: Final = sa.String(71)
_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: Final = sa.BigInteger()
"""Microseconds since 1970 in UTC."""
_DOCUMENT: Final = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables, and give those of before what they lack."""
    _listings()
    _standards()
    _publications()
    _waivers()
    _watches()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _digest(name: str) -> sa.Column[str]:
    return sa.Column(name, _DIGEST, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _TIME, nullable=nullable)


def _of(name: str, parent: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, sa.ForeignKey(parent), primary_key=primary_key, nullable=False)


def _listings() -> None:
    with op.batch_alter_table("listings", recreate="never") as table:
        table.add_column(sa.Column("source_digest", _DIGEST, nullable=False, server_default=""))
        table.add_column(sa.Column("watched_digest", _DIGEST, nullable=False, server_default=""))
    op.execute("UPDATE listings SET source_digest = content_digest")


def _standards() -> None:
    with op.batch_alter_table("standards", recreate="never") as table:
        table.add_column(sa.Column("used_run", _KEY, nullable=False, server_default="0"))


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", _KEY, primary_key=True),
        _of("listing_id", "listings.id"),
        _text("profile"),
        _text("state"),
        _number("revision"),
        _text("reason"),
        _number("number"),
        _digest("content_digest"),
        _of("verdict_id", "verdicts.id"),
        _text("outcome"),
        sa.Column("document", _DOCUMENT, nullable=False),
        _time("changed_at"),
        sa.UniqueConstraint("listing_id", "profile"),
    )
    op.create_index(op.f("ix_publications_verdict_id"), "publications", ["verdict_id"])
    op.create_table(
        "subscribers",
        sa.Column("key", sa.String(), primary_key=True),
        _text("kind"),
        _text("target"),
        _text("profile"),
        _time("since"),
        _time("ended_at", nullable=True),
        sa.Column("catch_up_after", _KEY, nullable=True),
        _text("holder"),
        _time("lease_until", nullable=True),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("subscriber", sa.String(), sa.ForeignKey("subscribers.key"), nullable=False),
        _of("publication_id", "publications.id"),
        _number("revision"),
        sa.Column("document", _DOCUMENT, nullable=False),
        _time("created_at"),
        _time("due_at"),
        _number("attempts"),
        _text("error"),
        _time("delivered_at", nullable=True),
        sa.UniqueConstraint("subscriber", "publication_id", "revision"),
    )
    op.create_index(
        op.f("ix_outbox_subscriber_delivered_at_id"), "outbox", ["subscriber", "delivered_at", "id"]
    )


def _waivers() -> None:
    op.create_table(
        "waivers",
        sa.Column("id", _KEY, primary_key=True),
        _text("rule_id"),
        _digest("evidence_digest"),
        _text("owner"),
        _text("reason"),
        sa.Column("expires", sa.Date(), nullable=False),
        _time("made_at"),
        _time("revoked_at", nullable=True),
    )
    op.create_table(
        "waived",
        sa.Column("id", _KEY, primary_key=True),
        _of("standard_id", "standards.id"),
        _text("rule_id"),
        _digest("evidence_digest"),
        sa.UniqueConstraint("standard_id", "rule_id", "evidence_digest"),
    )


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", _KEY, primary_key=True),
        _text("kind"),
        _text("target"),
        _digest("target_digest"),
        sa.Column("host", sa.String(253), nullable=False),
        _text("state"),
        _digest("digest"),
        _number("failures"),
        _text("error"),
        _time("checked_at", nullable=True),
        _time("due_at"),
        _time("lease_until", nullable=True),
        sa.UniqueConstraint("kind", "target_digest"),
    )
    op.create_index(op.f("ix_watches_due_at"), "watches", ["due_at"])
    op.create_index(op.f("ix_watches_lease_until"), "watches", ["lease_until"])
    op.create_table(
        "watched",
        _of("watch_id", "watches.id", primary_key=True),
        _of("listing_id", "listings.id", primary_key=True),
        sa.Column("place", sa.String(80), primary_key=True),
        _digest("own_digest"),
        _digest("baseline"),
        _digest("held"),
    )
    op.create_index(op.f("ix_watched_listing_id"), "watched", ["listing_id"])
