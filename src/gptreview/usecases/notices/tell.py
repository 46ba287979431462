"""Who is told what of an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from gptreview.model.account import Account
from gptreview.model.decision import Party
from gptreview.model.notice import NoticeKind
from gptreview.render.notices.letters import Fields
from gptreview.store import notice_facts, recipients
from gptreview.store.cursors import LoggedEvent
from gptreview.store.database import Database
from gptreview.store.notice_facts import AppealFacts
from gptreview.store.recipients import Reporter
from gptreview.usecases.notices.compose import Composer, Told

KINDS: Final = (
    "report.filed",
    "decision.made",
    "appeal.filed",
    "appeal.upheld",
    "appeal.overturned",
    "case.lapsed",
    "domain.expired",
)
"""Events that somebody is told of."""
_INSTANT: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter to somebody, not yet written out."""

    kind: NoticeKind
    to: Account | Reporter
    case: int | None
    event: str
    """What it tells of; nobody is told of the same twice."""
    compose: Callable[[str], Fields]
    """What it says, in a language; a `ConflictError` where that would be nothing."""

    @property
    def recipient(self) -> str:
        """``report:3`` or ``account:5``."""
        return f"report:{self.to.report}" if isinstance(self.to, Reporter) else self.to.actor


@dataclass(frozen=True, slots=True)
class Teller:
    """Finds out who is to hear of an event."""

    database: Database
    owners_of: Callable[[int], Sequence[Account]]
    composer: Composer

    def letters(self, event: LoggedEvent) -> Iterator[Addressed]:
        """The letters that an event calls for."""
        match event.kind:
            case "report.filed":
                return self._report_filed(event)
            case "decision.made":
                return self._decided(event)
            case "appeal.filed":
                return self._appealed(event)
            case "case.lapsed":
                return self._lapsed(event)
            case "domain.expired":
                return self._domain_expired(event)
        return self._appeal_decided(event)

    def _report_filed(self, event: LoggedEvent) -> Iterator[Addressed]:
        with self.database.reading() as session:
            to = recipients.reporter(session, event.number)
            case = notice_facts.case(session, to.case)
        say = partial(self.composer.received, case, to)
        yield Addressed(NoticeKind.REPORT_RECEIVED, to, case.id, event.subject, say)

    def _decided(self, event: LoggedEvent) -> Iterator[Addressed]:
        told = self._told(event.number)
        if told.facts.decision.appeal is not None:
            return  # the letters about the appeal tell it
        case = told.case
        builder = partial(self.composer.builder, told)
        for owner in self.owners_of(case.listing):
            kind = (
                NoticeKind.DECISION_BUILDER
                if told.facts.decision.action.is_violation
                else NoticeKind.CLEARED_BUILDER
            )
            yield Addressed(kind, owner, case.id, event.subject, builder)
        for to in self._reporters(told):
            say = partial(self.composer.reporter, told, to)
            yield Addressed(NoticeKind.DECISION_REPORTER, to, case.id, event.subject, say)

    def _appealed(self, event: LoggedEvent) -> Iterator[Addressed]:
        with self.database.reading() as session:
            appeal = notice_facts.appeal(session, event.number)
            case = notice_facts.case(session, appeal.case)
            to: Account | Reporter | None
            if appeal.party is Party.REPORTER:
                to = recipients.reporter(session, appeal.who)
            else:
                to = recipients.account(session, appeal.who)
        if to is not None:
            say = partial(self.composer.appeal_received, case, appeal)
            yield Addressed(NoticeKind.APPEAL_RECEIVED, to, case.id, event.subject, say)

    def _appeal_decided(self, event: LoggedEvent) -> Iterator[Addressed]:
        with self.database.reading() as session:
            answered = notice_facts.answered_together(session, event.number)
        if answered[0].id != event.number:
            return  # the letters about the first of them tell it
        told = self._told(answered[0].standing)
        case, composer = told.case, self.composer
        for owner in self.owners_of(case.listing):
            appeal, is_theirs = _nearest(answered, Party.BUILDER, owner.id)
            of_builder = partial(composer.appeal_builder, told, appeal, has_appealed=is_theirs)
            yield Addressed(NoticeKind.APPEAL_BUILDER, owner, case.id, event.subject, of_builder)
        for to in self._reporters(told):
            appeal, is_theirs = _nearest(answered, Party.REPORTER, to.report)
            say = partial(composer.appeal_reporter, told, appeal, to, has_appealed=is_theirs)
            yield Addressed(NoticeKind.APPEAL_REPORTER, to, case.id, event.subject, say)

    def _lapsed(self, event: LoggedEvent) -> Iterator[Addressed]:
        with self.database.reading() as session:
            case = notice_facts.case(session, event.number)
        last = (case.change_by or event.at) - _INSTANT
        for owner in self.owners_of(case.listing):
            say = partial(self.composer.overdue, case, last)
            yield Addressed(NoticeKind.CHANGE_OVERDUE, owner, case.id, f"event:{event.seq}", say)

    def _domain_expired(self, event: LoggedEvent) -> Iterator[Addressed]:
        with self.database.reading() as session:
            to = recipients.account(session, event.number)
            domains = recipients.lapsed_domains(session, event.number, now=event.at)
        if to is not None and domains:
            say = partial(self.composer.domain_expired, domains)
            yield Addressed(NoticeKind.DOMAIN_EXPIRED, to, None, f"event:{event.seq}", say)

    def _told(self, decision: int) -> Told:
        with self.database.reading() as session:
            facts = notice_facts.decision(session, decision)
            return Told(notice_facts.case(session, facts.decision.case), facts)

    def _reporters(self, told: Told) -> Sequence[Reporter]:
        made = told.facts.decision
        with self.database.reading() as session:
            return recipients.reporters_of(session, made.case, until=made.made_at)


def _nearest(answered: Sequence[AppealFacts], party: Party, who: int) -> tuple[AppealFacts, bool]:
    """The appeal whose answer concerns somebody most, and whether it is their own."""
    own = [each for each in answered if each.party is party]
    theirs = [each for each in own if each.who == who]
    return (theirs or own or answered)[0], bool(theirs)
