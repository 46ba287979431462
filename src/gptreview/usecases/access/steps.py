"""Steps that the log is told of, and how a session begins; the same however somebody comes in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from gptreview.access.tokens import digest_of, fresh_secret
from gptreview.model.access import SignedIn
from gptreview.model.account import Account
from gptreview.store import sessions
from gptreview.store.events import Event

if TYPE_CHECKING:
    from gptreview.store.transaction import Transaction

IDLE: Final = dt.timedelta(hours=12)
"""After which a session ends by itself; NIST SP 800-63B-4, section 2.2.3, recommends an hour at
level 2, which would interrupt a reviewer between two cases of a shift."""
LIFETIME: Final = dt.timedelta(days=7)
"""Of a session, however busy; the same section recommends 24 hours at level 2 and 30 days at 1."""


def begin_session(
    session: Transaction, account: Account, *, now: dt.datetime, replaces: str
) -> tuple[SignedIn, Event]:
    """A session with a secret that nobody knew before, and the step for the log.

    Args:
        session: The transaction.
        account: Has proven who they are.
        now: With its time zone.
        replaces: Secret of the session that the browser had; it ends.
    """
    if replaces:
        sessions.end(session, digest_of(replaces))
    secret = fresh_secret()
    until = now + LIFETIME
    sessions.add(session, digest_of(secret), account.id, at=now, until=until)
    return SignedIn(secret, account, until), step(now, account.actor, "session.begun", account.id)


def step(now: dt.datetime, actor: str, kind: str, account_id: int, **payload: Any) -> Event:
    """A step of an account."""
    return Event(now, actor, kind, f"account:{account_id}", payload)
