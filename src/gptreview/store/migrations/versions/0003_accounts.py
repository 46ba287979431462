"""Who may sign in, by what, and how often somebody has asked."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: Final = sa.BigInteger()
"""Microseconds since 1970 in UTC."""
_DOCUMENT: Final = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _accounts()
    _sessions()
    _api_tokens()
    _invitations()
    _oidc_states()
    _rates()
    _secrets()
    _domains()
    _owners()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _TIME, nullable=nullable)


def _of(name: str, parent: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, sa.ForeignKey(parent), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _KEY, primary_key=True),
        _text("name"),
        _text("email"),
        _text("role"),
        _text("language"),
        _text("password"),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        _number("failures"),
        _time("locked_until", nullable=True),
        _time("created_at"),
        _time("disabled_at", nullable=True),
        sa.Column("preferences", _DOCUMENT, nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
        sa.UniqueConstraint("name"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _of("account_id", "accounts.id"),
        _time("created_at"),
        _time("seen_at"),
        _time("expires_at"),
    )
    _index("sessions", "account_id")
    _index("sessions", "expires_at")


def _api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _of("account_id", "accounts.id"),
        _text("name"),
        _text("scopes"),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _time("revoked_at", nullable=True),
        sa.UniqueConstraint("token_hash"),
    )
    _index("api_tokens", "account_id")


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _text("kind"),
        _text("role"),
        _of("account_id", "accounts.id", nullable=True),
        _of("made_by", "accounts.id", nullable=True),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        sa.UniqueConstraint("token_hash"),
    )


def _oidc_states() -> None:
    op.create_table(
        "oidc_states",
        sa.Column("state_hash", sa.String(64), primary_key=True),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        _time("expires_at"),
    )
    _index("oidc_states", "expires_at")


def _rates() -> None:
    op.create_table(
        "rates",
        sa.Column("what", sa.String(40), primary_key=True, nullable=False),
        sa.Column("who", sa.String(64), primary_key=True, nullable=False),
        sa.Column("since", _TIME, primary_key=True, nullable=False),
        _number("count"),
    )
    _index("rates", "since")


def _secrets() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )


def _domains() -> None:
    op.create_table(
        "domains",
        sa.Column("id", _KEY, primary_key=True),
        _of("account_id", "accounts.id"),
        sa.Column("domain", sa.String(253), nullable=False),
        _text("token"),
        _text("way"),
        _time("added_at"),
        _time("verified_at", nullable=True),
        _time("expires_at", nullable=True),
        _time("checked_at", nullable=True),
        _text("error"),
        sa.UniqueConstraint("account_id", "domain"),
    )
    _index("domains", "domain")


def _owners() -> None:
    op.create_table(
        "owners",
        sa.Column(
            "listing_id", _KEY, sa.ForeignKey("listings.id"), primary_key=True, nullable=False
        ),
        sa.Column(
            "account_id", _KEY, sa.ForeignKey("accounts.id"), primary_key=True, nullable=False
        ),
        _time("since"),
        _of("made_by", "accounts.id"),
    )
    _index("owners", "account_id")
