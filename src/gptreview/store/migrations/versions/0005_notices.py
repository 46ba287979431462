"""What people and programs are told of cases."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME: Final = sa.BigInteger()
"""Microseconds since 1970 in UTC."""
_DOCUMENT: Final = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _notices()
    _webhooks()
    _webhook_calls()
    _cursors()
    # Feeds ask for the newest transitions.
    _index("publications", "changed_at", "id")


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


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", _KEY, primary_key=True),
        _of("case_id", "cases.id", nullable=True),
        _text("kind"),
        _text("event"),
        _text("recipient"),
        _of("report_id", "reports.id", nullable=True),
        _of("account_id", "accounts.id", nullable=True),
        _text("language"),
        _text("subject"),
        _text("body"),
        _time("made_at"),
        _time("read_at", nullable=True),
        _time("mail_due_at", nullable=True),
        _number("mail_attempts"),
        _text("mail_error"),
        _time("mailed_at", nullable=True),
        sa.UniqueConstraint("kind", "event", "recipient"),
    )
    _index("notices", "account_id", "made_at")
    _index("notices", "case_id")
    _index("notices", "mail_due_at")
    _index("notices", "report_id")


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", _KEY, primary_key=True),
        _text("url"),
        _text("kinds"),
        _text("secret"),
        _text("former_secret"),
        _time("former_until", nullable=True),
        _of("made_by", "accounts.id"),
        _time("made_at"),
        _time("disabled_at", nullable=True),
        sa.Column("since_seq", _KEY, nullable=False),
    )


def _webhook_calls() -> None:
    op.create_table(
        "webhook_calls",
        sa.Column("id", _KEY, primary_key=True),
        _of("webhook_id", "webhooks.id"),
        _text("event"),
        _text("kind"),
        sa.Column("document", _DOCUMENT, nullable=False),
        _time("made_at"),
        _time("due_at", nullable=True),
        _number("attempts"),
        sa.Column("status", sa.Integer(), nullable=True),
        _text("error"),
        _time("delivered_at", nullable=True),
        sa.UniqueConstraint("webhook_id", "event"),
    )
    _index("webhook_calls", "due_at")
    _index("webhook_calls", "webhook_id", "id")


def _cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("seq", _KEY, nullable=False),
    )
