"""Sign-ins by OpenID Connect that have begun: what the answer has to fit."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from gptreview.store.tables.accounts import OidcStateRow


class KeptState(NamedTuple):
    """What was sent with somebody to the issuer."""

    nonce: str
    verifier: str


def add(
    session: Session, digest: str, kept: KeptState, *, now: dt.datetime, until: dt.datetime
) -> None:
    """Keep a beginning; those that nobody finished in time are forgotten."""
    session.execute(delete(OidcStateRow).where(OidcStateRow.expires_at <= now))
    session.add(
        OidcStateRow(state_hash=digest, nonce=kept.nonce, verifier=kept.verifier, expires_at=until)
    )
    session.flush()


def forget(session: Session, *, before: dt.datetime) -> None:
    """Delete all beginnings that were over at a moment."""
    session.execute(delete(OidcStateRow).where(OidcStateRow.expires_at <= before))


def take(session: Session, digest: str, *, now: dt.datetime) -> KeptState | None:
    """What a state was kept with, which is then gone; None where it is over, or was taken."""
    gone = (
        delete(OidcStateRow)
        .where(OidcStateRow.state_hash == digest, OidcStateRow.expires_at > now)
        .returning(OidcStateRow.nonce, OidcStateRow.verifier)
    )
    row = session.execute(gone).one_or_none()
    return KeptState(*row) if row else None
