"""A reviewer leaves a case to a lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.case import Case, Step
from gptreview.store import cases
from gptreview.store.database import Database
from gptreview.store.events import append_all


@dataclass(frozen=True, slots=True)
class EscalateCase:
    """Gives a case to the leads; by when it is due stays."""

    database: Database
    clock: Callable[[], dt.datetime]

    def escalate(self, case: int, revision: int, identity: Identity) -> Case:
        """Leave a case that one has claimed to a lead.

        Args:
            case: Its number.
            revision: Of the case as one has seen it.
            identity: Who asks.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: The case has moved on, or they do not hold it.
        """
        identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        with self.database.writing() as session:
            found = cases.find(session, case, locked=True)
            if found.revision != revision:
                raise cases.overtaken(session, found, now=now)
            given = cases.step(session, found, Step.ESCALATE, identity, now=now, changes=cases.FREE)
            append_all(session, [cases.event(given, "case.escalated", identity.actor, now)])
        return given
