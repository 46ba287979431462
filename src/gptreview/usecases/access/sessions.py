"""Who is signed in, for every request; and signing out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.access.tokens import digest_of, is_secret
from gptreview.model.account import Identity, Role
from gptreview.store import events, sessions
from gptreview.store.database import Database
from gptreview.usecases.access.steps import IDLE, step

_NOTED: Final = dt.timedelta(minutes=1)
"""Between two notes of somebody's being here."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Knows people by the secrets of their sessions."""

    database: Database
    clock: Callable[[], dt.datetime]

    def identify(self, secret: str) -> Identity | None:
        """Who has a session; None for nobody. One read, and at most one write a minute.

        Raises:
            DependencyError: The database does not answer.
        """
        if not is_secret(secret):
            return None
        now = self.clock()
        digest = digest_of(secret)
        with self.database.reading() as session:
            found = sessions.find(session, digest, now=now, idle=IDLE)
        if found is None:
            return None
        if now - found.seen_at >= _NOTED:
            with self.database.writing() as session:
                sessions.touch(session, digest, now=now)
        return Identity(found.account.role, found.account)

    def sign_out(self, secret: str) -> None:
        """End one session; one that is over already is no error.

        Raises:
            DependencyError: The database does not answer.
        """
        with self.database.writing() as session:
            number = sessions.end(session, digest_of(secret))
            if number is not None:
                told = step(self.clock(), f"account:{number}", "session.ended", number, sessions=1)
                events.append_all(session, [told])

    def sign_out_everywhere(self, identity: Identity) -> int:
        """End all sessions of somebody, this one too; how many there were.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER)
        with self.database.writing() as session:
            ended = sessions.end_all(session, account.id)
            told = step(self.clock(), account.actor, "session.ended", account.id, sessions=ended)
            events.append_all(session, [told])
        return ended
