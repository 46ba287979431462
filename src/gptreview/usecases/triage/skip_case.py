"""A reviewer leaves a case to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gptreview.errors import ConflictError
from gptreview.model.account import Identity, Permission, Role
from gptreview.store import cases
from gptreview.store.database import Database
from gptreview.store.events import append_all
from gptreview.store.skips import SKIPPED


@dataclass(frozen=True, slots=True)
class SkipCase:
    """Notes who left what; the case itself stays as it is, claimed or not."""

    database: Database
    clock: Callable[[], dt.datetime]

    def skip(self, case: int, identity: Identity) -> None:
        """Leave a case to others: it is not offered to the same person for some hours.

        Args:
            case: Its number.
            identity: Who leaves it.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not decide cases.
            NotFoundError: There is no such case.
            ConflictError: It waits for nothing.
            DependencyError: The database does not answer.
        """
        identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        with self.database.writing() as session:
            found = cases.find(session, case)
            if not found.state.is_waiting:
                raise ConflictError(
                    f"the case is {found.state}",
                    where=f"case {case}",
                    expected="a case that waits for a decision",
                    next_step="load the queue again",
                )
            append_all(session, [cases.event(found, SKIPPED, identity.actor, self.clock())])
