"""What was kept for a while and is of no use any longer is deleted, once an hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.store import cursors, invitations, oidc_states, presence, rates, sessions
from gptreview.store.database import Database

_DONE: Final = "forget"
"""The last hour in which it was done, counted from 1970."""
_HOUR: Final = dt.timedelta(hours=1)
_RATES: Final = dt.timedelta(days=2)
"""Twice the longest window: clocks of two servers differ, and windows begin by the clock."""
_LINKS: Final = dt.timedelta(days=30)
"""For which somebody may still ask what became of a link."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Deletes; of several at once one does it."""

    database: Database
    clock: Callable[[], dt.datetime]

    def run(self) -> bool:
        """Delete what is over, unless somebody has in this hour; whether it was done.

        Sessions, sign-ins that nobody finished, counts for limits, links that were used or have
        ended, and who has which case open. None of them counts for anything any longer.

        Raises:
            DependencyError: The database does not answer; nothing was deleted.
        """
        now = self.clock()
        hour = int(now.timestamp() // _HOUR.total_seconds())
        with self.database.reading() as session:
            if cursors.position(session, _DONE) >= hour:
                return False
        with self.database.writing() as session:
            if cursors.take(session, _DONE) >= hour:
                return False
            rates.forget(session, before=now - _RATES)
            sessions.forget(session, before=now)
            oidc_states.forget(session, before=now)
            invitations.forget(session, before=now - _LINKS)
            presence.forget(session, before=now - _HOUR)
            cursors.advance(session, _DONE, hour)
        return True
