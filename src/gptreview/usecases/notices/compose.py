"""What each reader is told, put into the fields of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gptreview.model.decision import ACTION_NAMES, Party
from gptreview.model.finding import Wording
from gptreview.model.policy import Clause
from gptreview.model.report import REPORT_CATEGORY_NAMES
from gptreview.model.segment import Locator
from gptreview.render.notices import phrases, written
from gptreview.render.notices.letters import (
    AppealReceived,
    AppealToBuilder,
    AppealToReporter,
    ChangeOverdue,
    ClearedToBuilder,
    DecisionToBuilder,
    DecisionToReporter,
    DomainExpired,
    ReportReceived,
)
from gptreview.render.notices.phrases import Passage
from gptreview.render.notices.ways import Ways
from gptreview.store.notice_facts import AppealFacts, CaseFacts, DecisionFacts
from gptreview.store.recipients import Reporter


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a decision."""

    case: CaseFacts
    facts: DecisionFacts


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes what letters say, in the language of their reader."""

    ways: Ways
    clauses: Callable[[], Mapping[str, Clause]]
    """Of the policy that holds."""

    def received(self, case: CaseFacts, to: Reporter, language: str) -> ReportReceived:
        """A report has arrived."""
        return ReportReceived(
            case.name,
            REPORT_CATEGORY_NAMES[to.category].of(language),
            phrases.day(to.filed_at, language),
            self.ways.report(language),
        )

    def builder(
        self, told: Told, language: str, *, has_appealed: bool = False
    ) -> DecisionToBuilder | ClearedToBuilder:
        """A decision, for those whose listing it is about; nothing tells who reported it."""
        made = told.facts.decision
        if not made.action.is_violation:
            return ClearedToBuilder(told.case.name, made.reason_builder)
        found = [_passage(each) for each in told.facts.findings]
        upload = self.ways.upload(told.case.listing, language)
        until = made.appeal_until()
        return DecisionToBuilder(
            listing=told.case.name,
            action=ACTION_NAMES[made.action].of(language),
            scope=phrases.scope(made.scope, language),
            duration=phrases.duration(made.ends_at, made.change_by, language),
            facts=made.facts,
            source=phrases.source(reports=told.facts.reports, language=language),
            passages=phrases.passages(found, language),
            means=phrases.means(is_detected=told.facts.is_detected, language=language),
            ground=phrases.ground(made.ground, made.legal_ground, language),
            policy=phrases.policy(made.clauses, self.clauses(), language),
            reason=made.reason_builder,
            fix=f"{phrases.fixes(found, language)}\n{upload}",
            appeal=self.ways.appealed(language)
            if has_appealed
            else self.ways.builder_appeal(told.case.listing, until, language),
            redress=phrases.REDRESS.of(language),
        )

    def reporter(
        self, told: Told, to: Reporter, language: str, *, has_appealed: bool = False
    ) -> DecisionToReporter:
        """A decision, for somebody who had reported the listing."""
        made = told.facts.decision
        return DecisionToReporter(
            listing=told.case.name,
            category=REPORT_CATEGORY_NAMES[to.category].of(language),
            filed=phrases.day(to.filed_at, language),
            outcome=phrases.OUTCOMES[made.action].of(language),
            reason=made.reason_reporter,
            means=phrases.means(is_detected=told.facts.is_detected, language=language),
            appeal=self.ways.appealed(language)
            if has_appealed
            else self.ways.reporter_appeal(made.appeal_until(), language),
            redress=phrases.REDRESS.of(language),
        )

    def appeal_received(
        self, case: CaseFacts, appeal: AppealFacts, language: str
    ) -> AppealReceived:
        """An appeal has arrived."""
        return AppealReceived(case.name, phrases.day(appeal.filed_at, language))

    def appeal_builder(
        self, told: Told, appeal: AppealFacts, language: str, *, has_appealed: bool
    ) -> AppealToBuilder:
        """A decided appeal, for those whose listing it is about.

        The answer is for the side that appealed; the other one reads the reason of the decision
        that stands.
        """
        standing = self.builder(told, language, has_appealed=has_appealed and appeal.is_upheld)
        return AppealToBuilder(
            told.case.name,
            phrases.ANSWERED[appeal.is_upheld].of(language),
            _answer(
                appeal.answer if appeal.party is Party.BUILDER else "",
                told.facts.decision.reason_builder,
                language,
            ),
            written(standing, language).body,
        )

    def appeal_reporter(
        self, told: Told, appeal: AppealFacts, to: Reporter, language: str, *, has_appealed: bool
    ) -> AppealToReporter:
        """A decided appeal, for somebody who had reported the listing, as `appeal_builder`."""
        standing = self.reporter(told, to, language, has_appealed=has_appealed and appeal.is_upheld)
        return AppealToReporter(
            told.case.name,
            phrases.ANSWERED[appeal.is_upheld].of(language),
            _answer(
                appeal.answer if has_appealed else "",
                told.facts.decision.reason_reporter,
                language,
            ),
            written(standing, language).body,
        )

    def overdue(self, case: CaseFacts, last: dt.datetime, language: str) -> ChangeOverdue:
        """The last day for a change is over."""
        return ChangeOverdue(
            case.name, phrases.day(last, language), self.ways.listing(case.listing, language)
        )

    def domain_expired(self, domains: Sequence[str], language: str) -> DomainExpired:
        """The proof of domains has run out."""
        return DomainExpired(", ".join(domains), self.ways.domains(language))


def _answer(answer: str, reason: str, language: str) -> str:
    """The answer; where it is the reason of the decision, that stands with the decision."""
    return phrases.READ_BELOW.of(language) if answer in ("", reason) else answer


def _passage(finding: Mapping[str, Any]) -> Passage:
    return Passage(
        finding["field"],
        Locator(finding["line"], finding["column"], finding["place"], finding["in_file"]),
        finding["excerpt"],
        finding["before"],
        finding["after"],
        finding["decoded"],
        Wording(**finding["message"]),
        Wording(**finding["fix"]),
    )
