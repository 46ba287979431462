"""What lets somebody in: sessions, links that work once, tokens of programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gptreview.model.account import Account, Permission, Role

INVITATION_PATH: Final = "/invitations/"
"""Where a link that works once leads, with its secret behind it."""
OIDC_CALLBACK_PATH: Final = "/sign-in/oidc/callback"
"""Where an issuer of OpenID Connect sends people back to."""

LEAST_ROLE: Final[Mapping[Permission, Role]] = MappingProxyType(
    {
        Permission.OWN_LISTINGS: Role.BUILDER,
        Permission.READ_CASES: Role.REVIEWER,
        Permission.DECIDE_CASES: Role.REVIEWER,
        Permission.READ_AUDIT: Role.LEAD,
        Permission.EXPORT: Role.LEAD,
        Permission.CONFIGURE: Role.LEAD,
    }
)
"""The least role whose tokens may be given a permission."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """What the tokens of an account with this role may be given at most."""
    return frozenset(each for each, least in LEAST_ROLE.items() if role.includes(least))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has just signed in."""

    token: str = field(repr=False)
    """The session's secret, for a cookie; it is kept nowhere else."""
    account: Account
    expires_at: dt.datetime


class LinkKind(StrEnum):
    """What a link that works once is for."""

    FIRST_ADMIN = "first-admin"
    COLLEAGUE = "colleague"
    RESET = "reset"
    """A new password for an account that there is."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works once."""

    id: int
    kind: LinkKind
    role: Role
    """Of the account that it makes, or sets a password for."""
    account_id: int | None
    """Whose password it sets; None where it makes an account."""
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was just made."""

    secret: str = field(repr=False)
    """Shown once."""
    link: Link

    @property
    def path(self) -> str:
        """Where it leads, below the web face's address."""
        return INVITATION_PATH + self.secret


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program that may do some things in an account's name."""

    id: int
    account_id: int
    name: str
    permissions: frozenset[Permission]
    created_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None = None
    """To the minute."""
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token that was just made."""

    secret: str = field(repr=False)
    """Shown once."""
    token: ApiToken


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody wants the reviewer's pages."""

    blur: bool = True
    """Whether excerpts that may disturb are blurred until they are asked for."""
    greyscale: bool = True
    """Whether they have no colours."""
    break_minutes: int = 50
    """Minutes until a break is suggested; 0 for never."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its owner sees it."""

    account: Account
    preferences: Preferences
