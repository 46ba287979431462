"""Reviewers see who else has a case open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.presence import Present
from gptreview.store import cases, presence
from gptreview.store.database import Database


@dataclass(frozen=True, slots=True)
class KeepPresence:
    """Takes signs of life from open pages; they are no steps, and stand in no log."""

    database: Database
    clock: Callable[[], dt.datetime]

    def heartbeat(self, case: int, identity: Identity) -> tuple[Present, ...]:
        """Note that somebody has a case open; the others who have, sorted by their names.

        Args:
            case: Its number.
            identity: Who has it open.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            NotFoundError: There is no such case.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        now = self.clock()
        with self.database.writing() as session:
            cases.find(session, case)
            presence.seen(session, case, account.id, now=now)
            found = presence.present(session, [case], now=now).get(case, ())
        return tuple(each for each in found if each.account != account.id)

    def leave(self, case: int, identity: Identity) -> None:
        """Note that somebody has closed a case; doing it again changes nothing.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        with self.database.writing() as session:
            presence.gone(session, case, account.id)
