"""Which policies made the verdicts that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.used_standard import UsedStandard
from gptreview.store.database import Database
from gptreview.store.used_standards import used_standards

_MOST: Final = 100
"""Standards that are shown; a registry has a few a year."""


@dataclass(frozen=True, slots=True)
class ReadStandards:
    """Tells leads by what was judged."""

    database: Database

    def used(self, identity: Identity) -> Sequence[UsedStandard]:
        """The newest hundred, the newest first.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.CONFIGURE)
        with self.database.reading() as session:
            return used_standards(session, limit=_MOST)
