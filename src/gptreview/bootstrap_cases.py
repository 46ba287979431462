"""Wiring of cases: who reads, claims and decides them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptreview.bootstrap_triage import now

if TYPE_CHECKING:
    from gptreview.model.account import Account
    from gptreview.model.gpt import Gpt
    from gptreview.model.policy import Policy
    from gptreview.model.segment import Segment
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.triage.bulk_steps import BulkSteps
    from gptreview.usecases.triage.claim_case import ClaimCase
    from gptreview.usecases.triage.decide_appeal import DecideAppeal
    from gptreview.usecases.triage.decide_case import DecideCase
    from gptreview.usecases.triage.escalate_case import EscalateCase
    from gptreview.usecases.triage.expire_claims import ExpireClaims
    from gptreview.usecases.triage.file_appeal import FileAppeal
    from gptreview.usecases.triage.index_traits import IndexTraits
    from gptreview.usecases.triage.keep_views import KeepViews
    from gptreview.usecases.triage.own_work import ReadOwnWork
    from gptreview.usecases.triage.presence import KeepPresence
    from gptreview.usecases.triage.preview_notices import PreviewNotices
    from gptreview.usecases.triage.read_case import ReadCase
    from gptreview.usecases.triage.read_queue import ReadQueue
    from gptreview.usecases.triage.regression_examples import RegressionExamples
    from gptreview.usecases.triage.skip_case import SkipCase
    from gptreview.usecases.triage.unmask import Unmask


@dataclass(frozen=True, slots=True)
class Cases:
    """All use-cases of a case, on one database."""

    queue: ReadQueue
    read: ReadCase
    unmask: Unmask
    claim: ClaimCase
    escalate: EscalateCase
    skip: SkipCase
    decide: DecideCase
    preview: PreviewNotices
    appeals: FileAppeal
    answer: DecideAppeal
    bulk: BulkSteps
    expire: ExpireClaims
    views: KeepViews
    presence: KeepPresence
    work: ReadOwnWork
    traits: IndexTraits


def cases(
    database: Database,
    settings: Settings,
    policy: Policy,
    owns: Callable[[int, Account], bool],
) -> Cases:
    """The use-cases on a database that somebody else opens and closes.

    Args:
        database: The registry's.
        settings: Limits of what is read.
        policy: Has the clauses that decisions are held against.
        owns: Whether a listing is an account's own.
    """
    from gptreview.bootstrap import extract_limits, read_limits
    from gptreview.bootstrap_notices import preview_notices
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.triage.bulk_steps import BulkSteps
    from gptreview.usecases.triage.claim_case import ClaimCase
    from gptreview.usecases.triage.decide_appeal import DecideAppeal
    from gptreview.usecases.triage.decide_case import DecideCase
    from gptreview.usecases.triage.escalate_case import EscalateCase
    from gptreview.usecases.triage.expire_claims import ExpireClaims
    from gptreview.usecases.triage.file_appeal import FileAppeal
    from gptreview.usecases.triage.index_traits import IndexTraits
    from gptreview.usecases.triage.keep_views import KeepViews
    from gptreview.usecases.triage.own_work import ReadOwnWork
    from gptreview.usecases.triage.presence import KeepPresence
    from gptreview.usecases.triage.read_case import ReadCase
    from gptreview.usecases.triage.read_queue import ReadQueue
    from gptreview.usecases.triage.shown_snapshot import ShownSnapshots
    from gptreview.usecases.triage.skip_case import SkipCase
    from gptreview.usecases.triage.unmask import Unmask

    scanners = masking_scanners(settings)
    shown = ReadRegistry(database, scanners)
    snapshots = ShownSnapshots(scanners, extract_limits(settings), read_limits(settings))
    traits = IndexTraits(database, read_limits(settings))
    claiming = ClaimCase(database, now)
    deciding = DecideCase(database, policy, now, shown.shown_text)
    examples = _regression_examples(database, settings, shown.shown_text)
    return Cases(
        queue=ReadQueue(database, now),
        read=ReadCase(database, now, snapshots, traits, shown.shown_id),
        unmask=Unmask(database, now, snapshots),
        claim=claiming,
        escalate=EscalateCase(database, now),
        skip=SkipCase(database, now),
        decide=deciding,
        preview=preview_notices(settings, database, deciding),
        appeals=FileAppeal(database, now, owns),
        answer=DecideAppeal(deciding, examples),
        bulk=BulkSteps(claiming, deciding),
        expire=ExpireClaims(database, now),
        views=KeepViews(database),
        presence=KeepPresence(database, now),
        work=ReadOwnWork(database, now),
        traits=traits,
    )


def _regression_examples(
    database: Database, settings: Settings, masked: Callable[[str], str]
) -> RegressionExamples:
    """What overturned decisions teach."""
    from gptreview.bootstrap import extract_limits
    from gptreview.usecases.read_listing import read_listing
    from gptreview.usecases.triage.regression_examples import RegressionExamples

    limits = extract_limits(settings)

    def texts(gpt: Gpt) -> Sequence[Segment]:
        return read_listing(gpt, limits).segments

    return RegressionExamples(database, texts, masked)
