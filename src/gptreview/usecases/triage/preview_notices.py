"""Whoever decides a case reads what people will be told before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import Case
from gptreview.model.decision import Appeal, Decision, DecisionDraft, Party
from gptreview.model.notice import Letter
from gptreview.render.notices import written
from gptreview.store import appeals, cases, decisions, notice_facts, recipients
from gptreview.store.notice_facts import AppealFacts, DecisionFacts
from gptreview.store.recipients import Reporter
from gptreview.store.transaction import Transaction
from gptreview.usecases.notices.compose import Composer, Told
from gptreview.usecases.triage.decide_case import DecideCase, to_make
from gptreview.usecases.triage.decision_draft import require_basis


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
            answered = _open_appeal(session, found)
        owners = self.owners_of(found.listing)
        letters = [self._to_builder(told, owners, answered, found.language)]
        if reporters:
            letters.append(self._to_reporter(told, reporters, answered))
        return tuple(letters)

    def _to_builder(
        self, told: Told, owners: Sequence[Account], appeal: Appeal | None, language: str
    ) -> PreviewedLetter:
        language = owners[0].language if owners else language
        if appeal is None:
            letter = written(self.composer.builder(told, language), language)
        else:
            has_appealed = appeal.party is Party.BUILDER
            answered = _answered(appeal, told.facts.decision)
            fields = self.composer.appeal_builder(
                told, answered, language, has_appealed=has_appealed
            )
            letter = written(fields, language)
        return PreviewedLetter(Party.BUILDER, len(owners), language, letter)

    def _to_reporter(
        self, told: Told, reporters: Sequence[Reporter], appeal: Appeal | None
    ) -> PreviewedLetter:
        to = reporters[0]
        if appeal is None:
            letter = written(self.composer.reporter(told, to, to.language), to.language)
        else:
            has_appealed = appeal.report == to.report
            answered = _answered(appeal, told.facts.decision)
            fields = self.composer.appeal_reporter(
                told, answered, to, to.language, has_appealed=has_appealed
            )
            letter = written(fields, to.language)
        return PreviewedLetter(Party.REPORTER, len(reporters), to.language, letter)


def _open_appeal(session: Transaction, case: Case) -> Appeal | None:
    """The first appeal that the decision would answer."""
    return next(
        (each for each in appeals.of_case(session, case.id) if each.decided_at is None), None
    )


def _answered(appeal: Appeal, made: Decision) -> AppealFacts:
    """The appeal as it would be answered by another decision."""
    is_builder = appeal.party is Party.BUILDER
    return AppealFacts(
        id=appeal.id,
        case=appeal.case,
        party=appeal.party,
        who=0,
        filed_at=appeal.filed_at,
        is_upheld=False,
        answer=made.reason_builder if is_builder else made.reason_reporter,
        standing=0,
    )
