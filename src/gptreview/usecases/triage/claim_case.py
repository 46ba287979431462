"""A case is claimed for a while, so that no two people decide the same one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from gptreview.errors import ConflictError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import Case, CaseState, ServiceLevels, Step
from gptreview.store import cases, decisions
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all

_SYSTEM = Identity()


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """Gives a case to one reviewer at a time."""

    database: Database
    clock: Callable[[], dt.datetime]
    levels: ServiceLevels = field(default_factory=ServiceLevels)

    def claim(self, case: int, identity: Identity) -> Case:
        """Take a case; who has it already renews the claim.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not, or the case waits for a lead.
            NotFoundError: There is no such case.
            ConflictError: Somebody else holds it, nobody has to decide it, or it is an appeal
                against their own decision.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        with self.database.writing() as session:
            found = cases.find(session, case, locked=True)
            if found.is_held_by(account.id, now):
                longer = cases.renew(session, found, identity, now + self.levels.lease)
                append_all(session, [cases.event(longer, "case.renewed", identity.actor, now)])
                return longer
            if found.is_held(now):
                raise ConflictError(
                    f"{cases.holder_name(session, found)} has claimed it",
                    where=f"case {case}",
                    expected="a case that is free",
                    next_step=f"wait until {_clock_time(found.lease_until)}, or take another one",
                )
            if found.state is CaseState.APPEALED:
                decisions.require_other(session, found, account)
            told: list[Event] = []
            if found.holder is not None:
                found = cases.step(
                    session, found, Step.EXPIRE, _SYSTEM, now=now, changes=cases.FREE
                )
                told.append(cases.event(found, "case.expired", "triage", now))
            taken = cases.step(
                session, found, Step.CLAIM, identity, now=now, changes=self._lease(account, now)
            )
            told.append(cases.event(taken, "case.claimed", identity.actor, now))
            append_all(session, told)
        return taken

    def renew(self, case: int, identity: Identity) -> Case:
        """Hold a case for longer.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: They do not hold it any more.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        with self.database.writing() as session:
            found = cases.find(session, case, locked=True)
            if not found.is_held_by(account.id, now):
                raise cases.overtaken(session, found, now=now)
            longer = cases.renew(session, found, identity, now + self.levels.lease)
            append_all(session, [cases.event(longer, "case.renewed", identity.actor, now)])
        return longer

    def release(self, case: int, identity: Identity) -> Case:
        """Give a case back undecided.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: They do not hold it any more.
        """
        identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        with self.database.writing() as session:
            found = cases.find(session, case, locked=True)
            given = cases.step(session, found, Step.RELEASE, identity, now=now, changes=cases.FREE)
            append_all(session, [cases.event(given, "case.released", identity.actor, now)])
        return given

    def _lease(self, account: Account, now: dt.datetime) -> dict[str, object]:
        return {
            "holder_id": account.id,
            "claimed_at": now,
            "lease_until": now + self.levels.lease,
        }


def _clock_time(moment: dt.datetime | None) -> str:
    return f"{moment:%H:%M} UTC" if moment else "it is free"
