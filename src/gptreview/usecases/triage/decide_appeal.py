"""Another person than the one who decided answers an appeal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptreview.errors import ConflictError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import Case, Step
from gptreview.model.decision import Appeal, Decision, DecisionDraft, Party
from gptreview.store import appeals, cases, decisions, examples, strikes
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.usecases.triage.decide_case import DecideCase, closing, made_event, to_make
from gptreview.usecases.triage.decision_draft import require_basis, sound_answer
from gptreview.usecases.triage.regression_examples import RegressionExamples


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """Answers all appeals against the decision of a case at once: they are about one question."""

    deciding: DecideCase
    teaching: RegressionExamples
    """Says what an overturned decision teaches."""

    def uphold(self, case: int, answer: str, revision: int, identity: Identity) -> Sequence[Appeal]:
        """Let the decision stand.

        Args:
            case: Number of the case, which one has claimed.
            answer: Why, for whoever appealed.
            revision: Of the case as one has seen it.
            identity: Who answers.

        Raises:
            InputError: The answer is empty or too long, or has personal data in it.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: It is their own decision, the case has moved on, or they do not hold it.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        words = sound_answer(answer, self.deciding.masked)
        now = self.deciding.clock()
        with self._database.writing() as session:
            found = cases.find(session, case, locked=True)
            decisions.require_other(session, found, account)
            if found.revision != revision:
                raise cases.overtaken(session, found, now=now)
            closed = cases.step(
                session,
                found,
                Step.UPHOLD,
                identity,
                now=now,
                changes={**cases.FREE, "due_at": None},
            )
            answered = appeals.answer(
                session, case, account=account.id, now=now, is_upheld=True, words=lambda _: words
            )
            append_all(session, _answers(answered, closed, identity.actor, now))
        return answered

    def overturn(
        self, case: int, draft: DecisionDraft, revision: int, identity: Identity
    ) -> Decision:
        """Decide anew; who appealed is told the new decision's reasons.

        Args:
            case: Number of the case, which one has claimed.
            draft: The decision that is to stand in the old one's place.
            revision: Of the case as one has seen it.
            identity: Who decides.

        Raises:
            InputError: The draft leaves something out, or says what cannot be.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: It is their own decision, the case has moved on, or they do not hold it.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        old = self._old(case, revision, account)
        now = self.deciding.clock()
        sound = self.deciding.sound(draft, now)
        taught = self.teaching.of(old, sound)
        reasons = {Party.BUILDER: sound.reason_builder, Party.REPORTER: sound.reason_reporter}
        with self._database.writing() as session:
            found = cases.find(session, case, locked=True)
            if found.revision != revision:
                raise cases.overtaken(session, found, now=now)
            basis = decisions.basis(session, found)
            require_basis(sound, basis, identity)
            answered = appeals.answer(
                session,
                case,
                account=account.id,
                now=now,
                is_upheld=False,
                words=lambda party: reasons[party],
            )
            first = answered[0].id if answered else None
            made = decisions.write(
                session, to_make(sound, basis, found, account.id, now, appeal=first)
            )
            closed = cases.step(
                session, found, Step.OVERTURN, identity, now=now, changes=closing(made)
            )
            decisions.mark_reports(session, case, borne_out=made.action.is_violation)
            told = [
                *_answers(answered, closed, identity.actor, now),
                made_event(made, closed, basis, identity.actor),
                *strikes.revoke(session, case, actor=identity.actor, now=now),
                *strikes.make(session, made, basis.builder, actor=identity.actor),
                *examples.add(session, taught, made, actor=identity.actor),
            ]
            append_all(session, told)
        return made

    @property
    def _database(self) -> Database:
        return self.deciding.database

    def _old(self, case: int, revision: int, account: Account) -> Decision:
        """The decision that is appealed against."""
        now = self.deciding.clock()
        with self._database.reading() as session:
            found = cases.find(session, case)
            decisions.require_other(session, found, account)
            if found.revision != revision:
                raise cases.overtaken(session, found, now=now)
            if found.decision is None:
                raise ConflictError(
                    "nothing was decided yet",
                    where=f"case {case}",
                    expected="a decision that somebody has appealed against",
                )
            return decisions.find(session, found.decision)


def _answers(
    answered: Sequence[Appeal], case: Case, actor: str, now: dt.datetime
) -> Iterator[Event]:
    for each in answered:
        payload = {
            "case": case.id,
            "listing": case.listing,
            "number": case.number,
            "state": str(case.state),
            "decision": each.decision,
            "party": str(each.party),
        }
        kind = "appeal.upheld" if each.is_upheld else "appeal.overturned"
        yield Event(now, actor, kind, f"appeal:{each.id}", payload)
