"""A case is read, with everything that whoever decides it has to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from gptreview.decide.recommendation import recommend
from gptreview.errors import DependencyError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.case_page import CasePage, CaseVerdict, ShownText
from gptreview.model.finding import Severity
from gptreview.model.gpt import Gpt
from gptreview.model.trait import RelatedListing
from gptreview.store import (
    case_record,
    event_pages,
    presence,
    publications,
    snapshots,
    strikes,
    traits,
)
from gptreview.store.case_record import CaseRecord
from gptreview.store.database import Database
from gptreview.store.transaction import Transaction
from gptreview.usecases.triage.case_timeline import timeline
from gptreview.usecases.triage.index_traits import IndexTraits
from gptreview.usecases.triage.shown_snapshot import ShownSnapshot, ShownSnapshots

_NOTHING = ShownSnapshot((), (), "")


@dataclass(frozen=True, slots=True)
class ReadCase:
    """Shows cases to reviewers; what is personal in a snapshot is masked."""

    database: Database
    clock: Callable[[], dt.datetime]
    snapshots: ShownSnapshots
    index: IndexTraits
    shown_id: Callable[[str], str]
    """A listing's id in its source, masked."""

    def case(self, id_: int, identity: Identity) -> CasePage:
        """A case with everything beside it.

        Args:
            id_: Its number.
            identity: Who asks.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            NotFoundError: There is no such case.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        now = self.clock()
        with self.database.reading() as session:
            record = case_record.read(session, id_, now=now)
        snapshot, unreadable = self._snapshot(record.case.content_digest)
        own = self.index.of_content(record.case.content_digest)
        with self.database.reading() as session:
            related = traits.related(session, own, listing=record.case.listing)
            page = self._page(session, record, snapshot, related, now)
        others = tuple(each for each in page.present if each.account != account.id)
        return replace(page, unreadable=unreadable, present=others)

    def _page(
        self,
        session: Transaction,
        record: CaseRecord,
        snapshot: ShownSnapshot,
        related: tuple[RelatedListing, ...],
        now: dt.datetime,
    ) -> CasePage:
        case, listing = record.case, record.listing
        verdict = case_verdict(session, record)
        weight = strikes.active_weight(session, snapshot.builder, now=now)
        others = weight
        if record.decisions:  # whoever decides the case anew takes back what they struck
            others = strikes.active_weight(session, snapshot.builder, now=now, besides=case.id)
        events = case_record.steps(session, record)
        actors = event_pages.actor_names(session, {each.actor for each in events})
        return CasePage(
            case=case,
            listing=replace(listing, external_id=self.shown_id(listing.external_id)),
            is_current=listing.version == case.number and listing.vanished_at is None,
            parts=record.parts,
            categories=record.categories,
            texts=shown_texts(snapshot, verdict, masked=True),
            unreadable="",
            verdict=verdict,
            operations=snapshot.operations,
            reports=record.reports,
            decisions=record.decisions,
            appeals=record.appeals,
            timeline=timeline(events, actors),
            related=related,
            strikes=weight,
            recommendation=recommend(_worst(verdict), others, record.categories),
            present=presence.present(session, [case.id], now=now).get(case.id, ()),
            people=case_record.names(session, _accounts(record)),
            rescan_error=record.rescan_error,
            is_rescan_wanted=record.is_rescan_wanted,
            holds_publication=record.holds_publication and listing.version == case.number,
        )

    def _snapshot(self, digest: str) -> tuple[ShownSnapshot, str]:
        def load() -> Gpt:
            with self.database.reading() as session:
                return snapshots.read(session, digest)

        try:
            return self.snapshots.of(digest, load), ""
        except DependencyError:
            raise
        except Exception as error:  # noqa: BLE001 - the reports and the verdict can still be read
            # The exception's own text may quote what it choked on.
            return _NOTHING, f"its content cannot be read ({type(error).__name__})"


def shown_texts(
    snapshot: ShownSnapshot, verdict: CaseVerdict | None, *, masked: bool
) -> tuple[ShownText, ...]:
    """The texts of a snapshot with the findings of a verdict marked in them."""
    judged = verdict.verdict.findings if verdict else ()
    findings = [(place, each.finding) for place, each in enumerate(judged)]
    return tuple(each.shown(findings, masked=masked) for each in snapshot.texts)


def case_verdict(session: Transaction, record: CaseRecord) -> CaseVerdict | None:
    """The whole verdict on a case's snapshot."""
    if record.verdict is None:
        return None
    verdict, made_at = publications.verdicts(session, [record.verdict])[record.verdict]
    return CaseVerdict(record.verdict, verdict, made_at)


def _worst(verdict: CaseVerdict | None) -> Severity | None:
    judged = verdict.verdict.findings if verdict else ()
    counted = [each.finding.severity for each in judged if each.counts]
    return max(counted, key=lambda each: each.rank, default=None)


def _accounts(record: CaseRecord) -> set[int]:
    made = {each.account for each in record.decisions}
    return made | ({record.case.holder} if record.case.holder is not None else set())
