"""Whoever decides a case reads what people will be told before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gptreview.errors import ConflictError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import Case
from gptreview.model.decision import Appeal, DecisionDraft, Party
from gptreview.model.notice import Letter
from gptreview.render.notices import written
from gptreview.store import appeals, cases, decisions, notice_facts, recipients
from gptreview.store.notice_facts import AppealFacts, DecisionFacts
from gptreview.store.recipients import Reporter
from gptreview.store.transaction import Transaction
from gptreview.usecases.notices.compose import Composer, Told
from gptreview.usecases.triage.decide_case import DecideCase, to_make
from gptreview.usecases.triage.decision_draft import require_basis, sound_answer


@dataclass(frozen=True, slots=True)
class PreviewedLetter:
    """One of the letters that a decision would send."""

    party: Party
    """To whom."""
    recipients: int
    """How many get it, each in their own language; with 0 it shows what would be said."""
    language: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class PreviewNotices:
    """Writes the letters of a decision that nobody has made yet, and keeps none."""

    deciding: DecideCase
    composer: Composer
    owners_of: Callable[[int], Sequence[Account]]
    """Accounts whose listing it is, by the listing's number."""

    def letters(
        self, case: int, draft: DecisionDraft, identity: Identity
    ) -> tuple[PreviewedLetter, ...]:
        """What builder and reporters would be told; the latter only where there are any.

        Args:
            case: Number of the case.
            draft: The decision.
            identity: Who asks.

        Raises:
            InputError: The draft leaves something out, or says what cannot be.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not decide so.
            NotFoundError: There is no such case.
            ConflictError: A letter would have a field that says nothing.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.deciding.clock()
        sound = self.deciding.sound(draft, now)
        with self.deciding.database.reading() as session:
            found = cases.find(session, case)
            basis = decisions.basis(session, found)
            require_basis(sound, basis, identity)
            made = to_make(sound, basis, found, account.id, now).decision
            evidence = notice_facts.findings(session, basis.verdict, made.evidence)
            facts = DecisionFacts(made, evidence, basis.is_detected, basis.reports)
            told = Told(notice_facts.case(session, case), facts)
            reporters = recipients.reporters_of(session, case, until=now)
            appeal = _open_appeal(session, found)
        reasons = {Party.BUILDER: made.reason_builder, Party.REPORTER: made.reason_reporter}
        answered = _answered(appeal, reasons[appeal.party], is_upheld=False) if appeal else None
        return self._both(found, told, reporters, answered)

    def upheld(self, case: int, answer: str, identity: Identity) -> tuple[PreviewedLetter, ...]:
        """What they would be told if the decision stood that somebody has appealed against.

        Args:
            case: Number of the case.
            answer: Why it stands.
            identity: Who asks.

        Raises:
            InputError: The answer is empty or too long, or has personal data in it.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            NotFoundError: There is no such case.
            ConflictError: It is their own decision, or nobody has appealed against it.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        words = sound_answer(answer, self.deciding.masked)
        with self.deciding.database.reading() as session:
            found = cases.find(session, case)
            decisions.require_other(session, found, account)
            appeal = _open_appeal(session, found)
            if appeal is None or found.decision is None:
                raise ConflictError(
                    f"the case is {found.state}",
                    where=f"case {case}",
                    expected="a decision that somebody has appealed against",
                )
            facts = notice_facts.decision(session, found.decision)
            told = Told(notice_facts.case(session, case), facts)
            reporters = recipients.reporters_of(session, case, until=facts.decision.made_at)
        return self._both(found, told, reporters, _answered(appeal, words, is_upheld=True))

    def _both(
        self, case: Case, told: Told, reporters: Sequence[Reporter], appeal: AppealFacts | None
    ) -> tuple[PreviewedLetter, ...]:
        letters = [self._to_builder(told, self.owners_of(case.listing), appeal, case.language)]
        if reporters:
            letters.append(self._to_reporter(told, reporters, appeal))
        return tuple(letters)

    def _to_builder(
        self, told: Told, owners: Sequence[Account], appeal: AppealFacts | None, language: str
    ) -> PreviewedLetter:
        language = owners[0].language if owners else language
        if appeal is None:
            letter = written(self.composer.builder(told, language), language)
        else:
            has_appealed = appeal.party is Party.BUILDER
            fields = self.composer.appeal_builder(told, appeal, language, has_appealed=has_appealed)
            letter = written(fields, language)
        return PreviewedLetter(Party.BUILDER, len(owners), language, letter)

    def _to_reporter(
        self, told: Told, reporters: Sequence[Reporter], appeal: AppealFacts | None
    ) -> PreviewedLetter:
        """To the first of them, or to the one who appealed."""
        to = next((each for each in reporters if _has_appealed(each, appeal)), reporters[0])
        if appeal is None:
            letter = written(self.composer.reporter(told, to, to.language), to.language)
        else:
            fields = self.composer.appeal_reporter(
                told, appeal, to, to.language, has_appealed=_has_appealed(to, appeal)
            )
            letter = written(fields, to.language)
        return PreviewedLetter(Party.REPORTER, len(reporters), to.language, letter)


def _open_appeal(session: Transaction, case: Case) -> Appeal | None:
    """The first appeal that the decision would answer."""
    return next(
        (each for each in appeals.of_case(session, case.id) if each.decided_at is None), None
    )


def _has_appealed(reporter: Reporter, appeal: AppealFacts | None) -> bool:
    return appeal is not None and appeal.party is Party.REPORTER and appeal.who == reporter.report


def _answered(appeal: Appeal, answer: str, *, is_upheld: bool) -> AppealFacts:
    """The appeal as it would be answered."""
    return AppealFacts(
        id=appeal.id,
        case=appeal.case,
        party=appeal.party,
        who=(appeal.account if appeal.party is Party.BUILDER else appeal.report) or 0,
        filed_at=appeal.filed_at,
        is_upheld=is_upheld,
        answer=answer,
        standing=0,
    )
