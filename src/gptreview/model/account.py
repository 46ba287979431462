"""Who somebody is to the program, and what that lets them do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from gptreview.errors import ForbiddenError, UnauthorizedError


class Role(StrEnum):
    """What an account may do; each role may do what the ones before it may."""

    REPORTER = "reporter"
    """Anybody, without an account."""
    BUILDER = "builder"
    REVIEWER = "reviewer"
    LEAD = "lead"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether it may do all that the other one may."""
        return _ORDER.index(self) >= _ORDER.index(other)


_ORDER: Final = tuple(Role)


class Permission(StrEnum):
    """What a token may be given for; its account's role has to allow it too."""

    OWN_LISTINGS = "own-listings"
    """A builder's verdicts, re-submissions, appeals and domains; and the account's own letters and
    tokens, but to make one."""
    READ_CASES = "read-cases"
    DECIDE_CASES = "decide-cases"
    READ_AUDIT = "read-audit"
    EXPORT = "export"
    CONFIGURE = "configure"
    """Accounts, webhooks, waivers, policies."""


MIN_PASSWORD: Final = 15
"""Characters of a password that is the only factor: NIST SP 800-63B-4, section 3.1.1.2."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    id: int
    name: str
    """By which they sign in, and which colleagues see."""
    email: str
    role: Role
    language: str
    created_at: dt.datetime
    disabled_at: dt.datetime | None = None
    is_local: bool = True
    """Whether they have a password here."""
    preferences: Mapping[str, Any] = field(default_factory=dict)
    """Of the reviewer's pages: blur, greyscale, minutes between breaks."""

    @property
    def actor(self) -> str:
        """How the event log calls them: no personal data, since nothing can be taken out of it."""
        return f"account:{self.id}" if self.id else self.name


OPERATOR: Final = Account(
    0, "operator", "", Role.ADMIN, "en", dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
)
"""Whoever has the database at the command line; they need no account."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, in one request."""

    role: Role = Role.REPORTER
    account: Account | None = None
    """None for anybody without an account."""
    permissions: frozenset[Permission] | None = None
    """What a token was given for; None for a session, which may do all that its role may."""
    address: str = ""
    """Digest of the network address, under a key of this installation."""

    @property
    def actor(self) -> str:
        """How the event log calls them."""
        return self.account.actor if self.account else "public"

    def require(self, role: Role, permission: Permission | None = None) -> Account:
        """Go on only for those who may.

        Args:
            role: The least that may.
            permission: What a token needs to have been given for; None where no token may.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        if self.account is None:
            raise UnauthorizedError("nobody is signed in", next_step="sign in, or send a token")
        if not self.role.includes(role):
            raise ForbiddenError(
                f"the role {self.role}", expected=f"the role {role}", next_step="ask an admin"
            )
        if self.permissions is not None and permission not in self.permissions:
            raise ForbiddenError(
                "a token that was not given for this",
                expected=f"the permission {permission}" if permission else "a session",
                next_step="make a token that has it",
            )
        return self.account
