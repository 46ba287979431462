"""Tokens by which programs act in an account's name, within what its role allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.access.tokens import digest_of, fresh_api_token, is_api_token
from gptreview.errors import ConflictError, ForbiddenError, InputError, UnauthorizedError
from gptreview.model.access import ApiToken, MadeToken, permissions_of
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.store import accounts, api_tokens, events
from gptreview.store.database import Database
from gptreview.usecases.access.account_fields import one_line
from gptreview.usecases.access.steps import step

_MAX_DAYS: Final = 365
_MOST: Final = 50
"""Tokens of one account that work."""
_MAX_NAME: Final = 80
_NOTED: Final = dt.timedelta(minutes=1)
"""Between two notes of a token's use."""


@dataclass(frozen=True, slots=True)
class KeepTokens:
    """Makes, lists and revokes one's own tokens, and knows programs by theirs.

    A token lists and revokes them, itself included, and makes none: whoever has stolen one could
    make another that lasts when the theft is found and the first is revoked.
    """

    database: Database
    clock: Callable[[], dt.datetime]

    def make(
        self, identity: Identity, name: str, permissions: Collection[Permission], *, days: int
    ) -> MadeToken:
        """Make a token; its secret is shown once.

        Args:
            identity: Who asks, with a session.
            name: By which its owner knows it again.
            permissions: What it may do, of what the account's role allows.
            days: Until it ends, 1 to 365.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks, or the role does not allow a permission.
            InputError: A field does not fit.
            ConflictError: The account has too many.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER)
        shown = one_line(name, where="name", most=_MAX_NAME)
        wanted = frozenset(permissions)
        if not 1 <= days <= _MAX_DAYS:
            raise InputError(f"{days} days", where="days", expected=f"1 to {_MAX_DAYS} days")
        if not wanted:
            raise InputError("no permission", where="permissions", expected="at least one")
        now = self.clock()
        secret = fresh_api_token()
        with self.database.writing() as session:
            # As it is now: the role may have been lowered since the request began.
            _require_allowed(accounts.find(session, account.id), wanted)
            if api_tokens.count_usable(session, account.id, now=now) >= _MOST:
                raise ConflictError(f"{_MOST} tokens", next_step="revoke one that nobody uses")
            new = ApiToken(0, account.id, shown, wanted, now, now + dt.timedelta(days=days))
            kept = api_tokens.add(session, digest_of(secret), new)
            told = {"token": kept.id, "permissions": sorted(wanted), "days": days}
            events.append_all(session, [step(now, account.actor, "token.made", account.id, **told)])
        return MadeToken(secret, kept)

    def page(self, identity: Identity) -> Sequence[ApiToken]:
        """One's own tokens in the order in which they were made, those that ended included.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks that was not given for one's own things.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        with self.database.reading() as session:
            return api_tokens.of_account(session, account.id)

    def revoke(self, identity: Identity, number: int) -> None:
        """End one of one's own tokens at once.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks that was not given for one's own things.
            NotFoundError: One has no such token, or it was revoked before.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        now = self.clock()
        with self.database.writing() as session:
            api_tokens.revoke(session, number, account.id, at=now)
            told = step(now, account.actor, "token.revoked", account.id, token=number)
            events.append_all(session, [told])

    def identify(self, secret: str) -> Identity:
        """Who a program acts for, and what it may do. One read, and at most one write a minute.

        What the token was given for and its account's role allows no more, it may do no more.

        Raises:
            UnauthorizedError: It is no token, or works no more; the answer does not say which.
            DependencyError: The database does not answer.
        """
        found = None
        now = self.clock()
        if is_api_token(secret):
            with self.database.reading() as session:
                found = api_tokens.find(session, digest_of(secret), now=now)
        if found is None:
            raise UnauthorizedError("no token that works", next_step="make a new one and send it")
        account, token = found
        if token.used_at is None or now - token.used_at >= _NOTED:
            with self.database.writing() as session:
                api_tokens.touch(session, token.id, now=now)
        allowed = token.permissions & permissions_of(account.role)
        return Identity(account.role, account, allowed)


def _require_allowed(account: Account, wanted: frozenset[Permission]) -> None:
    allowed = permissions_of(account.role)
    if not wanted <= allowed or account.disabled_at is not None:
        raise ForbiddenError(
            f"the role {account.role} with {', '.join(sorted(wanted - allowed))}",
            where="permissions",
            expected=", ".join(sorted(allowed)),
        )
