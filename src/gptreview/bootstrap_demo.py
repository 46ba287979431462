"""The demonstration: listings reviewed, reported and decided, so that there is something to see."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gptreview.bootstrap_web import Rooms
    from gptreview.demo.story import ToldAppeal, ToldDecision, ToldReport
    from gptreview.model.account import Account, Identity
    from gptreview.model.decision import DecisionDraft
    from gptreview.model.listing import Listing, UnreadListing
    from gptreview.model.verdict import JudgedFinding
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.publish_verdicts import PublishVerdicts
    from gptreview.usecases.triage.rescan_review import Rescanned, Rescanning, RescanReview

_SOURCE: Final = "compliance:demo"
"""Not a name as a file has it: that would be shown with the folder that it was looked for in."""
_BYTES: Final = 12
"""Of the password that all accounts of one demonstration share; base64url makes 16 signs of it."""


@dataclass(slots=True)
class _Stage:
    """Where the story is told: what happens, happens at its own time."""

    rooms: Rooms
    database: Database
    settings: Settings
    began: dt.datetime
    """When the listings were first seen."""
    at: dt.datetime = field(init=False)
    people: dict[str, Identity] = field(init=False, default_factory=dict)
    listings: Mapping[str, int] = field(init=False, default_factory=dict)
    """The registry's numbers by the listings' ids."""
    reviewing: Rescanning | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.at = self.began

    def clock(self) -> dt.datetime:
        """A second later each time."""
        self.at += dt.timedelta(seconds=1)
        return self.at

    def answers(self, review: RescanReview, listings: Iterable[Listing]) -> Iterator[Rescanned]:
        """Re-scans in this process: rules are loaded once for the whole story."""
        if self.reviewing is None:
            self.reviewing = review()
        yield from map(self.reviewing.review, listings)

    def hour(self, number: float) -> None:
        """Go on to an hour of the story."""
        self.at = self.began + dt.timedelta(hours=number)


def fill_demo(rooms: Rooms, database: Database, settings: Settings, *, now: dt.datetime) -> str:
    """Tell the whole story on an empty database.

    Args:
        rooms: The use-cases of the web face.
        database: With its tables, and nothing in them.
        settings: Of the process.
        now: When somebody looks: the story ends then.

    Returns:
        The password of every account.
    """
    from gptreview.bootstrap_notices import write_notices
    from gptreview.demo import story

    stage = _Stage(rooms, database, settings, now - dt.timedelta(hours=story.NOW))
    password = secrets.token_urlsafe(_BYTES)
    _make_people(stage, password)
    _publish(stage)
    for name in story.OWNED:
        owner = _account(stage.people["builder"])
        rooms.builders.owners.give(stage.listings[name], owner.id, stage.people["lead"])
    letters = replace(write_notices(settings, database), clock=stage.clock)
    told: list[tuple[float, Callable[[], object]]] = []
    told += [(each.hour, _reporting(stage, each)) for each in story.REPORTS]
    told += [(each.hour, _deciding(stage, each)) for each in story.DECISIONS]
    told += [(each.hour, _appealing(stage, each)) for each in story.APPEALS]
    for hour, happen in sorted(told, key=lambda each: each[0]):
        stage.hour(hour)
        happen()
        letters.run()
    _claim_one(stage)
    return password


def _make_people(stage: _Stage, password: str) -> None:
    from gptreview.access.passwords import Passwords
    from gptreview.demo.story import PEOPLE
    from gptreview.model.account import Identity, Role
    from gptreview.store import accounts, events
    from gptreview.store.accounts import NewAccount
    from gptreview.usecases.access.invite import account_made

    hashed = Passwords().hash(password)
    with stage.database.writing() as session:
        for name, role in PEOPLE:
            new = NewAccount(name, f"{name}@example.com", Role(role), "en", hashed)
            account = accounts.require_free(accounts.add(session, new, at=stage.clock()))
            stage.people[name] = Identity(account.role, account)
            events.append_all(session, [account_made(stage.at, account, link=None)])


def _publish(stage: _Stage) -> None:
    """Sync, review and publish; what the verdicts leave to a person becomes cases."""
    from gptreview.bootstrap import ReviewOptions, source_limits
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.model.registry import ListingFilter
    from gptreview.sources.listings import open_listings
    from gptreview.store import registry
    from gptreview.store.owners import dead_owners, this_process
    from gptreview.usecases.batch_terms import BatchOptions, Surroundings
    from gptreview.usecases.review_registry import ReviewRegistry
    from gptreview.usecases.source_reading import SyncWatch
    from gptreview.usecases.sync_registry import SyncRegistry
    from gptreview.usecases.triage.open_cases import OpenCases

    listings = str(Path(__file__).parent / "demo" / "listings.jsonl")
    limits = source_limits(stage.settings)

    def opened(
        source: str, after: str, on_cursor: Callable[[str], None]
    ) -> Iterable[Listing | UnreadListing]:
        del source, after, on_cursor
        return open_listings(listings, limits=limits, stdin=None)

    scanners = masking_scanners(stage.settings)
    SyncRegistry(stage.database, opened, scanners, stage.clock, this_process()).sync(
        _SOURCE, SyncWatch(_ignore, _ignore)
    )
    around = Surroundings(this_process(), dead_owners, stage.clock, lambda _: None, lambda: False)
    batch = BatchOptions(1, 100, dt.timedelta(minutes=5))
    options = ReviewOptions(profile=stage.rooms.profile)
    ReviewRegistry(stage.database, options, batch, around, _Silent()).run()
    _publisher(stage).run()
    OpenCases(stage.database, stage.clock, stage.rooms.profile).run()
    with stage.database.reading() as session:
        found = registry.listings(session, ListingFilter(), limit=100)
        stage.listings = {each.external_id: each.id for each in found}


class _Silent:
    """Watches without a word."""

    def began(self, contents: int) -> None:
        """Nobody is told."""

    def advanced(self, contents: int) -> None:
        """Nobody is told."""

    def told(self, line: str) -> None:
        """Nobody is told."""


def _ignore(_: object) -> None:
    """What a sync would tell somebody who waits."""


def _reporting(stage: _Stage, report: ToldReport) -> Callable[[], object]:
    from gptreview.model.account import Identity
    from gptreview.model.report import ReportDraft
    from gptreview.usecases.triage.file_report import FileReport

    def happen() -> object:
        draft = ReportDraft(
            listing=stage.listings[report.listing],
            category=str(report.category),
            description=report.description,
            location=report.location,
            reporter_name="Reader",
            reporter_email=f"reader{round(report.hour)}@example.com",
            good_faith=True,
            language=report.language,
        )
        asking = Identity(address=secrets.token_hex(32))
        FileReport(stage.database, stage.clock).file(draft, asking)
        return replace(stage.rooms.rescan, clock=stage.clock, answers=stage.answers).run()

    return happen


def _deciding(stage: _Stage, decision: ToldDecision) -> Callable[[], object]:
    from gptreview.usecases.triage.claim_case import ClaimCase

    def happen() -> object:
        person = stage.people[decision.person]
        case = _case_of(stage, decision.listing)
        claimed = ClaimCase(stage.database, stage.clock).claim(case, person)
        stage.at += dt.timedelta(minutes=12)
        cases = stage.rooms.cases
        deciding = replace(cases.decide, clock=stage.clock)
        seen = cases.read.case(case, person)
        draft = _draft(decision, () if seen.verdict is None else seen.verdict.verdict.findings)
        if decision.is_answer:
            answer = replace(cases.answer, deciding=deciding)
            answer.overturn(case, draft, claimed.revision, person)
        else:
            deciding.decide(case, draft, claimed.revision, person)
        return _publisher(stage).only(stage.listings[decision.listing])

    return happen


def _publisher(stage: _Stage) -> PublishVerdicts:
    from gptreview.usecases.publish_verdicts import PublishVerdicts

    rooms = stage.rooms
    return PublishVerdicts(stage.database, rooms.profile, rooms.registry.shown_id, stage.clock)


def _draft(decision: ToldDecision, findings: Iterable[JudgedFinding]) -> DecisionDraft:
    from gptreview.model.decision import DecisionDraft

    evidence = (each.finding.evidence_digest for each in findings if each.counts)

    return DecisionDraft(
        action=str(decision.action),
        clauses=(decision.clause,),
        facts=decision.facts,
        reason_builder=decision.reason_builder,
        reason_reporter=decision.reason_reporter,
        scope=str(decision.scope),
        days=None,
        ground=str(decision.ground),
        evidence=tuple(dict.fromkeys(evidence)) if decision.action.is_violation else (),
    )


def _appealing(stage: _Stage, appeal: ToldAppeal) -> Callable[[], object]:
    def happen() -> object:
        case = stage.rooms.cases.read.case(
            _case_of(stage, appeal.listing), stage.people["reviewer"]
        )
        appeals = replace(stage.rooms.cases.appeals, clock=stage.clock)
        standing = case.case.decision
        assert standing is not None  # noqa: S101 - the story's own order
        return appeals.by_builder(standing, appeal.reason, stage.people["builder"])

    return happen


def _claim_one(stage: _Stage) -> None:
    """Somebody is at work when the story ends."""
    from gptreview.demo.story import NOW
    from gptreview.usecases.triage.claim_case import ClaimCase

    stage.hour(NOW - 0.1)
    claiming = ClaimCase(stage.database, stage.clock)
    claiming.claim(_case_of(stage, "g-loans"), stage.people["second-reviewer"])


def _case_of(stage: _Stage, listing: str) -> int:
    from gptreview.store import cases

    with stage.database.reading() as session:
        return cases.of_version(session, stage.listings[listing], 1)


def _account(identity: Identity) -> Account:
    assert identity.account is not None  # noqa: S101 - all of the story's people have one
    return identity.account
