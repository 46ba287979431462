"""Tokens of programs, by the digests of what they send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.access import ApiToken
from gptreview.model.account import Account, Permission
from gptreview.store.accounts import account_of
from gptreview.store.tables.accounts import AccountRow, TokenRow


def add(session: Session, digest: str, token: ApiToken) -> ApiToken:
    """Keep a token; it gets its number."""
    row = TokenRow(
        token_hash=digest,
        account_id=token.account_id,
        name=token.name,
        scopes=" ".join(sorted(token.permissions)),
        created_at=token.created_at,
        expires_at=token.expires_at,
        used_at=None,
        revoked_at=None,
    )
    session.add(row)
    session.flush()
    return _token(row)


def count_usable(session: Session, account_id: int, *, now: dt.datetime) -> int:
    """Tokens of an account that work."""
    usable = select(func.count()).where(
        TokenRow.account_id == account_id,
        TokenRow.revoked_at.is_(None),
        TokenRow.expires_at > now,
    )
    return session.scalars(usable).one()


def of_account(session: Session, account_id: int) -> Sequence[ApiToken]:
    """All tokens of an account in the order in which they were made, revoked ones included."""
    rows = select(TokenRow).where(TokenRow.account_id == account_id).order_by(TokenRow.id)
    return [_token(row) for row in session.scalars(rows)]


def find(session: Session, digest: str, *, now: dt.datetime) -> tuple[Account, ApiToken] | None:
    """The token with a digest and its account, in one read; None where it works no more."""
    row = session.execute(
        select(AccountRow, TokenRow)
        .join(TokenRow, TokenRow.account_id == AccountRow.id)
        .where(
            TokenRow.token_hash == digest,
            TokenRow.expires_at > now,
            TokenRow.revoked_at.is_(None),
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return (account_of(row[0]), _token(row[1])) if row else None


def touch(session: Session, number: int, *, now: dt.datetime) -> None:
    """Note that a program was here."""
    session.execute(update(TokenRow).where(TokenRow.id == number).values(used_at=now))


def revoke(session: Session, number: int, account_id: int, *, at: dt.datetime) -> None:
    """End a token of an account.

    Raises:
        NotFoundError: The account has none with this number, or it was revoked before.
    """
    done = session.scalar(
        update(TokenRow)
        .where(
            TokenRow.id == number,
            TokenRow.account_id == account_id,
            TokenRow.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .returning(TokenRow.id)
    )
    if done is None:
        raise NotFoundError("no such token of yours that works", where=f"token {number}")


def revoke_all(session: Session, account_id: int, *, at: dt.datetime) -> Sequence[int]:
    """End all tokens of an account; the numbers of those that worked."""
    done = (
        update(TokenRow)
        .where(TokenRow.account_id == account_id, TokenRow.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(TokenRow.id)
    )
    return sorted(session.scalars(done).all())


def _token(row: TokenRow) -> ApiToken:
    return ApiToken(
        row.id,
        row.account_id,
        row.name,
        frozenset(map(Permission, row.scopes.split())),
        row.created_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
