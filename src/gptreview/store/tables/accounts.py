"""Who may sign in, by what, and how often somebody has asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gptreview.store.tables.base import Base, Document, Key, private

_Hash = String(64)
"""SHA-256 of a secret, or of a name under a key, in hex."""


class AccountRow(Base):
    """Somebody who may sign in."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """In lower case, as they sign in."""
    email: Mapped[str] = mapped_column(info=private())
    """Empty where none is known."""
    role: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    password: Mapped[str] = mapped_column(default="", info=private())
    """Argon2id in PHC format; empty where there is none."""
    issuer: Mapped[str | None]
    """Of OpenID Connect; None for a local account."""
    subject: Mapped[str | None] = mapped_column(info=private())
    """What the issuer calls them."""
    failures: Mapped[int] = mapped_column(default=0)
    """Wrong passwords in a row."""
    locked_until: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]
    preferences: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    """Of the reviewer's pages: blur, greyscale, minutes between breaks."""


class SessionRow(Base):
    """Somebody who is signed in."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "account_id"), Index(None, "expires_at"))

    token_hash: Mapped[str] = mapped_column(_Hash, primary_key=True, info=private())
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class TokenRow(Base):
    """A program that may do in an account's name what its scopes say."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(_Hash, unique=True, info=private())
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    scopes: Mapped[str]
    """Their names, sorted, with blanks between."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class InvitationRow(Base):
    """A link that works once: to the first admin's account, a colleague's, a new password."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(_Hash, unique=True, info=private())
    kind: Mapped[str]
    """``first-admin``, ``colleague``, ``reset``."""
    role: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    """Whose password it sets; None where it makes an account."""
    made_by: Mapped[int | None] = mapped_column(Key, ForeignKey("accounts.id"))
    """None for the first admin's, and for what was made at the command line."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class OidcStateRow(Base):
    """A sign-in by OpenID Connect that has begun and is not finished."""

    __tablename__ = "oidc_states"
    __table_args__ = (Index(None, "expires_at"),)

    state_hash: Mapped[str] = mapped_column(_Hash, primary_key=True, info=private())
    nonce: Mapped[str] = mapped_column(_Hash, info=private())
    verifier: Mapped[str] = mapped_column(_Hash, info=private())
    """Of the proof key for the code (RFC 7636)."""
    expires_at: Mapped[dt.datetime]


class RateRow(Base):
    """How often somebody did something since a moment."""

    __tablename__ = "rates"
    __table_args__ = (Index(None, "since"),)

    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    """``report``, ``sign-in``."""
    who: Mapped[str] = mapped_column(_Hash, primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(primary_key=True)
    """Beginning of the window."""
    count: Mapped[int]


class SecretRow(Base):
    """A key that this installation made for itself."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    """``address``, ``form``."""
    value: Mapped[str] = mapped_column(_Hash, info=private())
    """32 random bytes in hex."""


class DomainRow(Base):
    """A domain that an account says is its own, and how far that is proven."""

    __tablename__ = "domains"
    __table_args__ = (UniqueConstraint("account_id", "domain"), Index(None, "domain"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
    domain: Mapped[str] = mapped_column(String(253))
    token: Mapped[str] = mapped_column(info=private())
    """What the owner has to publish."""
    way: Mapped[str] = mapped_column(default="")
    """By which it was proven: ``dns`` or ``well-known``; empty where it is not."""
    added_at: Mapped[dt.datetime]
    verified_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime | None]
    checked_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(default="")
    """Why the last check did not find it, in one clause."""


class OwnerRow(Base):
    """An account that a lead has made the owner of a listing, as where there is no domain."""

    __tablename__ = "owners"

    listing_id: Mapped[int] = mapped_column(Key, ForeignKey("listings.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        Key, ForeignKey("accounts.id"), primary_key=True, index=True
    )
    since: Mapped[dt.datetime]
    made_by: Mapped[int] = mapped_column(Key, ForeignKey("accounts.id"))
