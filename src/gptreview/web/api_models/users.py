"""What leads and admins send and see of accounts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt

from gptreview.model.access import MadeLink
from gptreview.model.account import Role
from gptreview.web.api_models.shapes import LARGEST, Asked, Shown, Text

AccountRole = Literal[Role.BUILDER, Role.REVIEWER, Role.LEAD, Role.ADMIN]
"""What an account can have."""


class User(Shown):
    """An account."""

    id: int
    name: Text
    email: Text
    role: Role
    language: str
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    is_local: bool
    """Whether they have a password here."""


class RoleOf(Asked):
    """A role for an account."""

    role: AccountRole


class OneTimeLink(Shown):
    """A link that works once; it is shown this once."""

    url: str
    role: Role
    expires_at: dt.datetime

    @classmethod
    def made(cls, link: MadeLink, base_url: str) -> Self:
        """The answer that shows a link."""
        return cls(url=base_url + link.path, role=link.link.role, expires_at=link.link.expires_at)


class NewOwner(Asked):
    """An account that is to own a listing."""

    account: Annotated[StrictInt, Field(ge=1, le=LARGEST)]
