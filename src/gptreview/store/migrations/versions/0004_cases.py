"""Reports, the cases that they fold into, and what people decided."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

_DIGEST: Final = sa.String(71)
_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: Final = sa.BigInteger()
"""Microseconds since 1970 in UTC."""
_DOCUMENT: Final = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _cases()
    _reports()
    _receipts()
    _decisions()
    _appeals()
    _regressions()
    _strikes()
    _saved_views()
    _presence()
    _traits()
    # What the public is shown may be by a decision.
    op.add_column("publications", sa.Column("decision_id", _KEY, nullable=True))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _digest(name: str) -> sa.Column[str]:
    return sa.Column(name, _DIGEST, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _TIME, nullable=nullable)


def _of(name: str, parent: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, sa.ForeignKey(parent), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _KEY, primary_key=True),
        _of("listing_id", "listings.id"),
        _number("number"),
        sa.Column(
            "content_digest", _DIGEST, sa.ForeignKey("snapshots.content_digest"), nullable=False
        ),
        _text("state"),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("holds_publication", sa.Boolean(), nullable=False),
        sa.Column("rank", _KEY, nullable=False),
        sa.Column("parts", _DOCUMENT, nullable=False),
        _text("categories"),
        _text("language"),
        _number("reports"),
        _number("revision"),
        _time("opened_at"),
        _time("due_at", nullable=True),
        _of("holder_id", "accounts.id", nullable=True),
        _time("claimed_at", nullable=True),
        _time("lease_until", nullable=True),
        sa.Column("decision_id", _KEY, nullable=True),
        _of("verdict_id", "verdicts.id", nullable=True),
        _time("rescan_at", nullable=True),
        _text("rescan_error"),
        _time("change_by", nullable=True),
        sa.UniqueConstraint("listing_id", "number"),
    )
    _index("cases", "change_by")
    _index("cases", "content_digest")
    _index("cases", "holder_id")
    _index("cases", "is_waiting", "is_urgent", "rank", "id")
    _index("cases", "lease_until")
    _index("cases", "rescan_at")
    _index("cases", "state", "is_urgent", "rank", "id")


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("receipt_hash", sa.String(64), nullable=False),
        _of("case_id", "cases.id"),
        _of("listing_id", "listings.id"),
        _number("number"),
        _text("category"),
        _text("description"),
        _text("location"),
        _digest("text_digest"),
        _text("language"),
        _text("name"),
        _text("email"),
        sa.Column("reporter", sa.String(64), nullable=False),
        _of("account_id", "accounts.id", nullable=True),
        _time("filed_at"),
        sa.Column("is_bad_faith", sa.Boolean(), nullable=False),
        sa.Column("is_borne_out", sa.Boolean(), nullable=True),
        _text("evidence_name"),
        _text("evidence_kind"),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("case_id", "reporter", "text_digest"),
        sa.UniqueConstraint("receipt_hash"),
    )
    _index("reports", "case_id")
    _index("reports", "filed_at")
    _index("reports", "reporter")


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("receipt_hash", sa.String(64), primary_key=True, nullable=False),
        _of("report_id", "reports.id"),
        _time("made_at"),
    )
    _index("receipts", "report_id")


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("puid", sa.String(36), nullable=False),
        _of("case_id", "cases.id"),
        _of("listing_id", "listings.id"),
        _digest("content_digest"),
        _of("account_id", "accounts.id"),
        sa.Column("appeal_id", _KEY, nullable=True),
        _text("action"),
        _text("scope"),
        _digest("builder"),
        _text("ground"),
        sa.Column("document", _DOCUMENT, nullable=False),
        _time("made_at"),
        _time("ends_at", nullable=True),
        _time("ended_at", nullable=True),
        _time("change_by", nullable=True),
        _time("replaced_at", nullable=True),
        _time("exported_at", nullable=True),
        sa.UniqueConstraint("puid"),
    )
    _index("decisions", "builder", "replaced_at")
    _index("decisions", "case_id")
    _index("decisions", "ended_at", "ends_at")
    _index("decisions", "listing_id", "replaced_at")
    _index("decisions", "made_at")


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", _KEY, primary_key=True),
        _of("case_id", "cases.id"),
        _of("decision_id", "decisions.id"),
        _text("party"),
        sa.Column("who", _KEY, nullable=False),
        _text("reason"),
        _time("filed_at"),
        _time("decided_at", nullable=True),
        _of("decided_by", "accounts.id", nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        _text("answer"),
        sa.UniqueConstraint("decision_id", "party", "who"),
    )
    _index("appeals", "case_id")


def _regressions() -> None:
    op.create_table(
        "regressions",
        sa.Column("id", _KEY, primary_key=True),
        _text("rule_id"),
        _text("kind"),
        _text("text"),
        _text("language"),
        _digest("evidence_digest"),
        _of("decision_id", "decisions.id"),
        _time("made_at"),
        sa.UniqueConstraint("rule_id", "evidence_digest", "kind"),
    )


def _strikes() -> None:
    op.create_table(
        "strikes",
        sa.Column("decision_id", _KEY, sa.ForeignKey("decisions.id"), primary_key=True),
        _digest("builder"),
        _number("weight"),
        _time("made_at"),
        _time("expires_at"),
        _time("revoked_at", nullable=True),
    )
    _index("strikes", "builder", "expires_at")


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", _KEY, primary_key=True),
        _of("account_id", "accounts.id"),
        _text("name"),
        _text("query"),
        sa.UniqueConstraint("account_id", "name"),
    )


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("case_id", _KEY, sa.ForeignKey("cases.id"), primary_key=True, nullable=False),
        sa.Column(
            "account_id", _KEY, sa.ForeignKey("accounts.id"), primary_key=True, nullable=False
        ),
        _time("seen_at"),
    )


def _traits() -> None:
    op.create_table(
        "traits",
        sa.Column(
            "content_digest",
            _DIGEST,
            sa.ForeignKey("snapshots.content_digest"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("kind", sa.String(20), primary_key=True, nullable=False),
        sa.Column("value", _DIGEST, primary_key=True, nullable=False),
        _text("shown"),
    )
    _index("traits", "kind", "value")
