"""Sign in with a name and a password, and change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.access.passwords import Passwords, require_strong
from gptreview.errors import ForbiddenError, UnauthorizedError
from gptreview.model.access import SignedIn
from gptreview.model.account import Identity, Role
from gptreview.store import accounts, events, invitations, rates, sessions
from gptreview.store.accounts import Attempt
from gptreview.store.database import Database
from gptreview.usecases.access.steps import begin_session, step

_TRIES: Final = 30
"""Of one network address in a window: an office behind one address has some who mistype."""
_WINDOW: Final = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Begins sessions; a wrong name, a wrong password and a lock are answered alike."""

    database: Database
    clock: Callable[[], dt.datetime]
    passwords: Passwords

    def sign_in(
        self, name: str, password: str, identity: Identity, *, replaces: str = ""
    ) -> SignedIn:
        """A new session of a local account.

        Args:
            name: In any case.
            password: As it was typed.
            identity: Whose address the tries are counted by.
            replaces: Secret of the session that the browser had; it ends.

        Raises:
            UnauthorizedError: Name and password are not right, or not for now.
            TooManyError: Too many tries from this address, or at once.
            DependencyError: The database does not answer.
        """
        now = self.clock()
        with self.database.writing() as session:
            rates.allow(session, "sign-in", identity.address, limit=_TRIES, window=_WINDOW, now=now)
            tried = accounts.attempt(session, name.strip().lower(), now=now)
        fitting = self._fitting(tried, password)
        with self.database.writing() as session:
            account = accounts.admit(session, tried, password=fitting) if fitting else None
            if account is not None:
                begun, told = begin_session(session, account, now=now, replaces=replaces)
                events.append_all(session, [told])
                return begun
            failed = step(now, "public", "session.failed", tried.account_id, locked=tried.is_locked)
            events.append_all(session, [failed])
        raise _wrong()

    def change_password(self, identity: Identity, old: str, new: str) -> SignedIn:
        """Set another password; all sessions end, and a new one begins.

        Raises:
            UnauthorizedError: Nobody is signed in, or the old password is not right.
            ForbiddenError: A token asks, or the account has no password here.
            InputError: The new one is too weak.
            TooManyError: Too many are hashed at once.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER)
        if not account.is_local:
            raise ForbiddenError(
                "an account without a password here", next_step="change it where you sign in"
            )
        require_strong(new, name=account.name)
        now = self.clock()
        with self.database.writing() as session:
            tried = accounts.attempt(session, account.name, now=now)
        fitting = self.passwords.hash(new) if self._fitting(tried, old) else ""
        with self.database.writing() as session:
            admitted = accounts.admit(session, tried, password=fitting) if fitting else None
            if admitted is not None:
                sessions.end_all(session, admitted.id)
                invitations.end_resets(session, admitted.id, at=now)
                begun, told = begin_session(session, admitted, now=now, replaces="")
                changed = step(
                    now, account.actor, "account.changed", account.id, fields=["password"]
                )
                events.append_all(session, [changed, told])
                return begun
            failed = step(now, account.actor, "session.failed", account.id, locked=tried.is_locked)
            events.append_all(session, [failed])
        raise _wrong()

    def _fitting(self, tried: Attempt, password: str) -> str:
        """The hash to keep from now on; empty where the password is not right."""
        if not self.passwords.verify(tried.password, password):
            return ""
        if self.passwords.is_outdated(tried.password):
            return self.passwords.hash(password)
        return tried.password


def _wrong() -> UnauthorizedError:
    return UnauthorizedError(
        "name and password do not fit, or are not taken for now",
        next_step="check both; after ten wrong ones wait 15 minutes, or ask an admin for a link",
    )
