"""Somebody does not accept a decision: the builder, or who has reported the listing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from gptreview.errors import ConflictError, ForbiddenError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import CaseState, ServiceLevels, Step
from gptreview.model.decision import APPEAL_DAYS, Appeal, Decision, Party
from gptreview.store import appeals, cases, decisions
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.usecases.triage.decision_draft import text

_LEAST: Final = 20
_MOST: Final = 5_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """Takes appeals: each party may once against a decision, for `APPEAL_DAYS` days."""

    database: Database
    clock: Callable[[], dt.datetime]
    owns: Callable[[int, Account], bool]
    """Whether a listing, by the registry's number, is an account's own."""
    levels: ServiceLevels = field(default_factory=ServiceLevels)

    def by_builder(self, decision: int, reason: str, identity: Identity) -> Appeal:
        """Appeal as the builder of the listing that was decided on.

        Args:
            decision: Its number.
            reason: Why it is wrong.
            identity: Who appeals.

        Raises:
            InputError: The reason is too short or too long.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: The listing is not theirs.
            NotFoundError: There is no such decision.
            ConflictError: It stands no longer, found no violation, is too old, or was appealed
                against by the builder before.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        reason = text("reason", reason, _MOST, least=_LEAST)
        with self.database.reading() as session:
            found = decisions.find(session, decision)
            listing = cases.find(session, found.case).listing
        if not self.owns(listing, account):
            raise ForbiddenError(
                "a listing that is not yours",
                where=f"listing {listing}",
                expected="a listing whose domain you have verified",
            )
        if not found.action.is_violation:
            raise ConflictError(
                "the decision found no violation",
                where=f"decision {decision}",
                expected="a decision against the listing",
            )
        return self._file(found, Party.BUILDER, account.id, reason, identity)

    def by_reporter(self, report: int, reason: str) -> Appeal:
        """Appeal as who has reported the listing, against what was decided of the report.

        Args:
            report: Its number, which its receipt has opened.
            reason: Why the decision is wrong.

        Raises:
            InputError: The reason is too short or too long.
            NotFoundError: There is no such report.
            ConflictError: Nothing was decided of it yet, or that stands no longer, is too old, or
                was appealed against before.
        """
        reason = text("reason", reason, _MOST, least=_LEAST)
        with self.database.reading() as session:
            reported = appeals.reported(session, report)
            standing = cases.find(session, reported.case).decision
            found = None if standing is None else decisions.find(session, standing)
        if found is None or found.made_at < reported.filed_at:
            raise ConflictError(
                "nothing was decided of the report yet",
                where=f"report {report}",
                expected="a decision",
                next_step="look at its status again later",
            )
        return self._file(found, Party.REPORTER, report, reason, Identity())

    def _file(
        self, decision: Decision, party: Party, who: int, reason: str, identity: Identity
    ) -> Appeal:
        now = self.clock()
        with self.database.writing() as session:
            case = cases.find(session, decision.case, locked=True)
            _require_open(decision, case.decision, now)
            reporter = who if party is Party.REPORTER else None
            if appeals.against(session, decision.id, party, reporter):
                raise ConflictError(
                    f"the {party} has appealed against it before",
                    where=f"decision {decision.id}",
                    expected="one appeal of each party",
                    next_step="wait for the answer",
                )
            changes = {}
            if case.state is CaseState.DECIDED:
                due = self.levels.due(now, CaseState.APPEALED, is_urgent=case.is_urgent)
                changes = {"due_at": due}
            moved = cases.step(session, case, Step.APPEAL, identity, now=now, changes=changes)
            made = appeals.add(session, case.id, decision.id, party, who, reason, at=now)
            payload = {
                "case": moved.id,
                "listing": moved.listing,
                "number": moved.number,
                "state": str(moved.state),
                "decision": decision.id,
                "party": str(party),
            }
            subject = f"appeal:{made.id}"
            append_all(session, [Event(now, identity.actor, "appeal.filed", subject, payload)])
        return made


def _require_open(decision: Decision, standing: int | None, now: dt.datetime) -> None:
    """See that a decision may be appealed against.

    Raises:
        ConflictError: It stands no longer, or is too old.
    """
    where = f"decision {decision.id}"
    if decision.id != standing:
        raise ConflictError(
            "another decision stands in its place",
            where=where,
            expected=f"decision {standing}",
            next_step="load the page again",
        )
    if now > decision.appeal_until():
        raise ConflictError(
            "the time for an appeal is over",
            where=where,
            expected=f"an appeal within {APPEAL_DAYS} days, until {decision.appeal_until():%F}",
        )
