"""Who may use a route: said where the route is, and held before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from gptreview.model.account import Identity, Permission, Role
from gptreview.web.visit import Visiting


def identity_of(visit: Visiting) -> Identity:
    """Who asks."""
    return visit.identity


Asking = Annotated[Identity, Depends(identity_of)]
"""Who asks."""


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency of a route that only some may use; tests read from it who they are."""

    role: Role
    permission: Permission | None = None
    """What a token needs; None where no token may."""

    def __call__(self, identity: Asking) -> None:
        """Go on for those who may.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        identity.require(self.role, self.permission)
