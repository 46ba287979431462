"""Accounts: listed, given another role, disabled and enabled; builders may make their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.access.passwords import Passwords
from gptreview.errors import ConflictError, ForbiddenError
from gptreview.model.access import SignedIn
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.store import accounts, api_tokens, events, invitations, rates, sessions
from gptreview.store.database import Database
from gptreview.usecases.access.invite import (
    NewcomerDraft,
    join,
    new_account,
    require_account_role,
)
from gptreview.usecases.access.steps import step

_SIGN_UPS: Final = 5
_DAY: Final = dt.timedelta(days=1)
MOST_ON_A_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class KeepAccounts:
    """Keeps accounts; there is always an admin."""

    database: Database
    clock: Callable[[], dt.datetime]
    passwords: Passwords
    is_sign_up_allowed: bool = False
    """Whether builders may make their own accounts."""

    def page(self, identity: Identity, *, after: int = 0, limit: int = 50) -> Sequence[Account]:
        """Accounts in the order of their numbers.

        Args:
            identity: Who asks.
            after: Only those with a greater number.
            limit: Accounts on a page, 200 at most.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            DependencyError: The database does not answer.
        """
        identity.require(Role.ADMIN, Permission.CONFIGURE)
        with self.database.reading() as session:
            return accounts.page(session, after=after, limit=max(1, min(limit, MOST_ON_A_PAGE)))

    def named(self, identity: Identity, name: str) -> Account:
        """The account with a name.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            NotFoundError: There is none.
            DependencyError: The database does not answer.
        """
        identity.require(Role.ADMIN, Permission.CONFIGURE)
        with self.database.reading() as session:
            return accounts.named(session, name.strip().lower())

    def set_role(self, identity: Identity, number: int, role: Role) -> Account:
        """Give an account another role, which holds from the next request on.

        Links that it made end with a lower role; what its tokens may do is looked at each time.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            InputError: The role has no accounts.
            NotFoundError: There is no such account.
            ConflictError: It is the last admin's.
            DependencyError: The database does not answer.
        """
        by = identity.require(Role.ADMIN, Permission.CONFIGURE)
        require_account_role(role)
        now = self.clock()
        with self.database.writing() as session:
            admins = accounts.hold_admins(session)
            before = accounts.find(session, number)
            if role is not Role.ADMIN:
                _require_another(admins, number)
            if before.role is role:
                return before
            changed = accounts.change(session, number, role=role.value)
            if not role.includes(before.role):
                invitations.end_of(session, number, at=now)
            told = {"role": role.value, "before": before.role.value}
            events.append_all(session, [step(now, by.actor, "account.changed", number, **told)])
        return changed

    def disable(self, identity: Identity, number: int) -> Account:
        """Let somebody in no more: sessions, tokens and links end at once.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            NotFoundError: There is no such account.
            ConflictError: It is the last admin's, or disabled.
            DependencyError: The database does not answer.
        """
        by = identity.require(Role.ADMIN, Permission.CONFIGURE)
        now = self.clock()
        with self.database.writing() as session:
            admins = accounts.hold_admins(session)
            if accounts.find(session, number).disabled_at is not None:
                raise ConflictError("the account is disabled already", where=f"account:{number}")
            _require_another(admins, number)
            changed = accounts.change(session, number, disabled_at=now)
            ended = sessions.end_all(session, number)
            revoked = api_tokens.revoke_all(session, number, at=now)
            invitations.end_of(session, number, at=now)
            told = step(
                now, by.actor, "account.disabled", number, sessions=ended, tokens=list(revoked)
            )
            events.append_all(session, [told])
        return changed

    def enable(self, identity: Identity, number: int) -> Account:
        """Let somebody in again; they sign in anew, and make their tokens anew.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            NotFoundError: There is no such account.
            ConflictError: It is not disabled.
            DependencyError: The database does not answer.
        """
        by = identity.require(Role.ADMIN, Permission.CONFIGURE)
        with self.database.writing() as session:
            if accounts.find(session, number).disabled_at is None:
                raise ConflictError("the account is not disabled", where=f"account:{number}")
            changed = accounts.change(
                session, number, disabled_at=None, failures=0, locked_until=None
            )
            told = step(self.clock(), by.actor, "account.changed", number, fields=["enabled"])
            events.append_all(session, [told])
        return changed

    def sign_up(self, identity: Identity, draft: NewcomerDraft, *, replaces: str = "") -> SignedIn:
        """Make a builder's account for whoever asks, and sign in.

        Raises:
            ForbiddenError: The setting does not allow it.
            InputError: A field does not fit.
            ConflictError: The name is taken.
            TooManyError: This address made too many today, or too many are hashed at once.
            DependencyError: The database does not answer.
        """
        if not self.is_sign_up_allowed:
            raise ForbiddenError(
                "accounts are made by invitation here", next_step="ask an admin for a link"
            )
        now = self.clock()
        with self.database.writing() as session:
            rates.allow(session, "sign-up", identity.address, limit=_SIGN_UPS, window=_DAY, now=now)
        new = new_account(draft, Role.BUILDER, self.passwords)
        with self.database.writing() as session:
            return join(session, new, now=now, replaces=replaces, link=None)


def _require_another(admins: Sequence[int], number: int) -> None:
    if list(admins) == [number]:
        raise ConflictError(
            "the last admin's account",
            where=f"account:{number}",
            next_step="make somebody else an admin first",
        )
