"""How long somebody has been at it, so that they can be reminded of a break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.model.account import Identity, Permission, Role
from gptreview.store import own_steps
from gptreview.store.database import Database

_PAUSE: Final = dt.timedelta(minutes=15)
"""Without a step; a shorter one is no break."""
_LONGEST: Final = dt.timedelta(hours=24)
"""Before now, that is looked at."""
_DECIDED: Final = frozenset({"decision.made", "appeal.upheld", "appeal.overturned"})
_SIGNING: Final = frozenset({"session.begun", "session.failed", "session.ended"})
"""No steps of work."""


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What somebody has done since their last break."""

    decided: int
    """Cases."""
    minutes: int
    """Since the first step after the last pause of 15 minutes; 0 where they are at a pause now."""


@dataclass(frozen=True, slots=True)
class ReadOwnWork:
    """Tells people of their own work, and nobody of another one's."""

    database: Database
    clock: Callable[[], dt.datetime]

    def since_break(self, identity: Identity) -> OwnWork:
        """What who asks has done since their last break, by the event log.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        now = self.clock()
        with self.database.reading() as session:
            made = list(
                own_steps.since_pause(
                    session, account.actor, now=now, pause=_PAUSE, longest=_LONGEST, but=_SIGNING
                )
            )
        first = min((at for at, _kind in made), default=now)
        decided = sum(kind in _DECIDED for _at, kind in made)
        return OwnWork(decided, (now - first) // dt.timedelta(minutes=1))
