"""Sessions: who is signed in, by the digest of a secret in a cookie."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gptreview.model.account import Account
from gptreview.store.accounts import account_of
from gptreview.store.tables.accounts import AccountRow, SessionRow


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session that has not come to its end."""

    account: Account
    seen_at: dt.datetime


def add(
    session: Session, digest: str, account_id: int, *, at: dt.datetime, until: dt.datetime
) -> None:
    """Begin a session; those of the account that are over are forgotten."""
    session.execute(
        delete(SessionRow).where(SessionRow.account_id == account_id, SessionRow.expires_at <= at)
    )
    session.add(
        SessionRow(
            token_hash=digest, account_id=account_id, created_at=at, seen_at=at, expires_at=until
        )
    )
    session.flush()


def find(
    session: Session, digest: str, *, now: dt.datetime, idle: dt.timedelta
) -> KeptSession | None:
    """The session with a digest, in one read; None where it is over, or its account disabled."""
    row = session.execute(
        select(AccountRow, SessionRow.seen_at)
        .join(SessionRow, SessionRow.account_id == AccountRow.id)
        .where(
            SessionRow.token_hash == digest,
            SessionRow.expires_at > now,
            SessionRow.seen_at > now - idle,
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    return KeptSession(account_of(row[0]), row[1]) if row else None


def touch(session: Session, digest: str, *, now: dt.datetime) -> None:
    """Note that somebody was here; never an earlier time than is noted."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.token_hash == digest, SessionRow.seen_at < now)
        .values(seen_at=now)
    )


def end(session: Session, digest: str) -> int | None:
    """End one session; the account's number, None where there was no such session."""
    gone = delete(SessionRow).where(SessionRow.token_hash == digest)
    return session.scalar(gone.returning(SessionRow.account_id))


def forget(session: Session, *, before: dt.datetime) -> None:
    """Delete all sessions that were over at a moment."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= before))


def end_all(session: Session, account_id: int) -> int:
    """End all sessions of an account; how many."""
    gone = delete(SessionRow).where(SessionRow.account_id == account_id)
    return len(session.scalars(gone.returning(SessionRow.token_hash)).all())
