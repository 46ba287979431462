"""What people and programs are told of cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Document, Key, private


class NoticeRow(Base):
    """One letter to one person, as it was written."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("kind", "event", "recipient"),
        Index(None, "account_id", "made_at"),
        Index(None, "report_id"),
        Index(None, "case_id"),
        Index(None, "mail_due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int | None] = mapped_column(Key, ForeignKey("cases.id"))
    """None where it is about none, as that a proof of a domain has run out."""
    kind: Mapped[str]
    """Name of its template."""
    event: Mapped[str]
    """What it tells of: ``decision:7``, ``event:812`` by its number in the log; nobody is told of
    the same twice."""
    recipient: Mapped[str]
    """``report:3`` or ``account:5``."""
    report_id: Mapped[int | None] = mapped_column(Key, ForeignKey("reports.id"))
    account_id: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    language: Mapped[str]
    subject: Mapped[str] = mapped_column(info=private())
    body: Mapped[str] = mapped_column(info=private())
    """Plain text."""
    made_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
    mail_due_at: Mapped[dt.datetime | None]
    """When to try to send it; None where it is not, or no longer, to be sent."""
    mail_attempts: Mapped[int] = mapped_column(default=0)
    mail_error: Mapped[str] = mapped_column(default="")
    mailed_at: Mapped[dt.datetime | None]


class WebhookRow(Base):
    """An address that is told of events."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    url: Mapped[str]
    kinds: Mapped[str]
    """Kinds of events that it is told of, sorted, with blanks between."""
    secret: Mapped[str] = mapped_column(info=private())
    """Signs what it is sent; it must be kept as it is."""
    former_secret: Mapped[str] = mapped_column(default="", info=private())
    """The one before, which signs too for a while; empty where there was none."""
    former_until: Mapped[dt.datetime | None]
    """Until when it does."""
    made_by: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
    made_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]
    since_seq: Mapped[int] = mapped_column(Key)
    """Number of the last event before it came: it is told of later ones."""


class CallRow(Base):
    """One message on its way to one webhook: there is never a second one of an event."""

    __tablename__ = "webhook_calls"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event"),
        Index(None, "due_at"),
        Index(None, "webhook_id", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(Key, ForeignKey("webhooks.id"))
    event: Mapped[str]
    """``event:812``, by its number in the log."""
    kind: Mapped[str]
    document: Mapped[dict[str, Any]] = mapped_column(Document)
    made_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime | None]
    """When to try next; None where it was delivered or given up."""
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    """Of the last answer."""
    error: Mapped[str] = mapped_column(default="")
    delivered_at: Mapped[dt.datetime | None]


class CursorRow(Base):
    """How far somebody has read the event log; each reads it once, in order."""

    __tablename__ = "cursors"

    name: Mapped[str] = mapped_column(primary_key=True)
    """``notices``, ``webhooks``, ``publication``."""
    seq: Mapped[int] = mapped_column(Key)
    """Number of the last event that was read; 0 for none."""
