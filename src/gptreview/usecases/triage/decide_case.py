"""A person decides a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.case import Case, Step
from gptreview.model.decision import Decision, DecisionDraft, Scope
from gptreview.model.policy import Policy
from gptreview.store import cases, decisions, strikes
from gptreview.store.database import Database
from gptreview.store.decisions import Basis, MadeDecision
from gptreview.store.events import Event, append_all
from gptreview.usecases.triage.decision_draft import SoundDraft, require_basis, sound_draft


@dataclass(frozen=True, slots=True)
class DecideCase:
    """Makes decisions; one that leaves out anything is refused."""

    database: Database
    policy: Policy
    """Has the clauses that a decision may be held against."""
    clock: Callable[[], dt.datetime]
    masked: Callable[[str], str]
    """Any text without what is personal in it."""

    def decide(
        self, case: int, draft: DecisionDraft, revision: int, identity: Identity
    ) -> Decision:
        """Decide a case that one has claimed.

        Args:
            case: Its number.
            draft: The decision.
            revision: Of the case as its decider has seen it.
            identity: Who decides.

        Raises:
            InputError: The draft leaves something out, or says what cannot be.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: The case has moved on, or they do not hold it.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        sound = self.sound(draft, now)
        with self.database.writing() as session:
            found = cases.find(session, case, locked=True)
            if found.revision != revision:
                raise cases.overtaken(session, found, now=now)
            basis = decisions.basis(session, found)
            require_basis(sound, basis, identity)
            made = decisions.write(session, to_make(sound, basis, found, account.id, now))
            closed = cases.step(
                session, found, Step.DECIDE, identity, now=now, changes=closing(made)
            )
            decisions.mark_reports(session, case, borne_out=made.action.is_violation)
            told = [
                *strikes.revoke(session, case, actor=identity.actor, now=now),
                *strikes.make(session, made, basis.builder, actor=identity.actor),
            ]
            append_all(session, [made_event(made, closed, basis, identity.actor), *told])
        return made

    def sound(self, draft: DecisionDraft, now: dt.datetime) -> SoundDraft:
        """The draft, if it says all that a decision has to say.

        Raises:
            InputError: It leaves something out, or says what cannot be.
        """
        return sound_draft(draft, clauses=self.policy.clauses, today=now.date(), masked=self.masked)


def to_make(
    draft: SoundDraft,
    basis: Basis,
    case: Case,
    account: int,
    now: dt.datetime,
    *,
    appeal: int | None = None,
) -> MadeDecision:
    """The decision that a sound draft makes of a case."""
    by_evidence = {basis.evidence[each] for each in draft.evidence}
    decision = Decision(
        id=0,
        case=case.id,
        account=account,
        action=draft.action,
        clauses=draft.clauses,
        facts=draft.facts,
        reason_builder=draft.reason_builder,
        reason_reporter=draft.reason_reporter,
        scope=draft.scope,
        ground=draft.ground,
        legal_ground=draft.legal_ground,
        made_at=now,
        ends_at=None if draft.days is None else now + dt.timedelta(days=draft.days),
        change_by=draft.change_by,
        evidence=draft.evidence,
        appeal=appeal,
    )
    return MadeDecision(
        decision,
        case.listing,
        case.content_digest,
        basis.builder if draft.scope is Scope.BUILDER else "",
        tuple(sorted(by_evidence)) or basis.categories,
        basis.verdict,
        draft.note,
    )


def closing(made: Decision) -> dict[str, Any]:
    """What becomes of a case by its decision, besides its state."""
    change_by = decisions.end_of_day(made.change_by)
    return {**cases.FREE, "due_at": None, "decision_id": made.id, "change_by": change_by}


def made_event(made: Decision, case: Case, basis: Basis, actor: str) -> Event:
    """What the event log says of a decision: what statistics need, and no text."""
    by_evidence = {basis.evidence[each] for each in made.evidence}
    payload = {
        "case": case.id,
        "listing": case.listing,
        "number": case.number,
        "state": str(case.state),
        "action": str(made.action),
        "clauses": list(made.clauses),
        "scope": str(made.scope),
        "ground": str(made.ground),
        "categories": sorted(by_evidence) or list(basis.categories),
        "rules": sorted({basis.rules[each] for each in made.evidence}),
        "rules_found": sorted(set(basis.rules.values())),
        "automated_detection": basis.is_detected,
        "reports": basis.reports,
        "appeal": made.appeal,
    }
    return Event(made.made_at, actor, "decision.made", f"decision:{made.id}", payload)
