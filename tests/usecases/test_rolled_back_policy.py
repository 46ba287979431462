"""A policy that is taken back: what stands on a content is by the policy of the last whole run."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from gptreview.decide.known_listings import Baseline
from gptreview.extract.limits import ExtractLimits
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Policy, Profile
from gptreview.model.publication import PublicationCounts
from gptreview.model.registry import ListingFilter
from gptreview.model.verdict import Outcome, Reviewed
from gptreview.reading.document import ReadLimits
from gptreview.scan.actions.scanner import ActionScanner
from gptreview.store import standing_verdict
from gptreview.store.database import Database
from gptreview.store.owners import this_process
from gptreview.store.tables.verdicts import StandardRow
from gptreview.usecases.batch_terms import BatchOptions, Surroundings, Watcher
from gptreview.usecases.candidate_comparison import SimulationWatcher
from gptreview.usecases.read_registry import ReadRegistry
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_registry import ReviewRegistry
from gptreview.usecases.review_run import BatchResult
from gptreview.usecases.simulate_policy import SimulatePolicy

if TYPE_CHECKING:
    from tests.publishing import Newsroom

TODAY = dt.date(2026, 3, 1)
pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


class _Strict(ReviewGpt):
    """Fails whatever is called a trick, if its policy is the strict one."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """The review, with the outcome that the name asks for."""
        reviewed = super().review(listing)
        assert isinstance(listing, Listing)
        assert reviewed.verdict is not None
        if self.policy.version == "mild" or "trick" not in listing.gpt.name:
            return reviewed
        failed = dataclasses.replace(reviewed.verdict, outcome=Outcome.FAIL)
        return dataclasses.replace(reviewed, verdict=failed)


@dataclass(frozen=True)
class _Factory:
    """Makes the reviewer above in any process."""

    version: str
    profile: Profile = Profile.CONTENT

    def __call__(self) -> ReviewGpt:
        return _Strict(
            scanners=(),
            actions=ActionScanner(),
            policy=Policy("house", self.version, f"sha256:{self.version}", {}, {}, {}),
            profile=self.profile,
            ruleset_digest="sha256:rules",
            limits=ExtractLimits(),
            read_limits=ReadLimits(),
            today=TODAY,
            baseline=Baseline(),
        )


class _Watcher(Watcher):
    """Counts what is done."""

    done = 0

    def began(self, contents: int) -> None:
        """Nobody asks."""

    def advanced(self, contents: int) -> None:
        self.done += contents

    def told(self, line: str) -> None:
        """Nobody asks."""


class Desk:
    """A newsroom's registry, reviewed and read as the commands do."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.read = ReadRegistry(newsroom.database, tuple)

    def review(self, version: str, *, most: int | None = None, **changes: Any) -> BatchResult:
        """A run by a policy, stopped after some contents if that is wanted."""
        watcher = _Watcher()
        options = BatchOptions(
            jobs=1, chunk=1, lease=dt.timedelta(minutes=5), pauses=(), listing_seconds=60.0
        )
        around = Surroundings(
            owner=this_process(),
            dead_owners=lambda _owners: [],
            clock=self.newsroom.clock,
            sleep=lambda _seconds: None,
            is_stopped=lambda: most is not None and watcher.done >= most,
        )
        factory = _Factory(version, **changes)
        return ReviewRegistry(self.newsroom.database, factory, options, around, watcher).run()

    def listed(self) -> list[str]:
        """Outcomes in the list."""
        return [each.outcome for each in self.read.page(ListingFilter(), limit=10).listings]

    def counted(self) -> dict[str, int]:
        """Outcomes in the counts."""
        return dict(self.read.page(ListingFilter(), limit=10).counts.outcomes)

    def shown(self, name: str) -> list[str]:
        """Policies and outcomes of a listing's verdicts, the one that stands first."""
        verdicts = self.read.history(name).versions[-1].verdicts
        return [f"{each.policy_version} {each.outcome}" for each in verdicts]

    def compared(self) -> dict[str, int]:
        """Policies of the verdicts with which a simulation compares."""
        watcher = SimulationWatcher(lambda _versions: None, lambda _versions: None)
        simulation = SimulatePolicy(
            self.newsroom.database,
            _Factory("other"),
            jobs=1,
            today=TODAY,
            shown_id=str,
            watcher=watcher,
        ).run(most=1)
        return dict(simulation.against)


@pytest.fixture
def desk(newsroom: Newsroom) -> Desk:
    """On an empty registry."""
    return Desk(newsroom)


def test_rolled_back_policy_is_published_again(desk: Desk) -> None:
    """The stricter policy's verdicts are published, then the old ones again, without a review."""
    newsroom = desk.newsroom
    newsroom.subscribe("site")
    newsroom.have(a="walk", b="trick")
    assert desk.review("mild").reviewed == 2
    assert newsroom.publish() == PublicationCounts(published=2)
    assert desk.review("strict").reviewed == 2
    assert desk.listed() == ["pass", "fail"]
    assert desk.shown("b") == ["strict fail", "mild pass"]
    assert desk.compared() == {"house strict": 2}
    assert newsroom.publish() == PublicationCounts(published=2)
    back = desk.review("mild")
    assert (back.reviewed, back.complete) == (0, True)
    assert (desk.listed(), desk.counted()) == (["pass", "pass"], {"pass": 2})
    assert desk.shown("b") == ["mild pass", "strict fail"]
    assert desk.compared() == {"house mild": 2}
    assert newsroom.publish() == PublicationCounts(published=2)
    assert newsroom.publish() == PublicationCounts(unchanged=2)
    newsroom.deliver()
    published = [
        (subject, payload["revision"], payload["outcome"])
        for kind, subject, payload in newsroom.events()
        if kind == "verdict.published"
    ]
    assert published == [
        ("listing:1", 1, "pass"),
        ("listing:2", 1, "pass"),
        ("listing:1", 2, "pass"),
        ("listing:2", 2, "fail"),
        ("listing:1", 3, "pass"),
        ("listing:2", 3, "pass"),
    ]
    assert newsroom.current("site") == {
        "listing-1": "published pass",
        "listing-2": "published pass",
    }


def test_run_that_was_stopped_does_not_switch(desk: Desk) -> None:
    """Only a run that leaves nothing unreviewed makes its policy the one that stands."""
    tricks = {f"g{number}": f"trick {number}" for number in range(8)}
    desk.newsroom.have(**tricks)
    desk.review("mild")
    desk.newsroom.publish()
    stopped = desk.review("strict", most=1)
    assert 0 < stopped.reviewed < 8
    assert desk.listed() == ["pass"] * 8
    assert desk.compared() == {"house mild": 8}
    assert desk.newsroom.publish() == PublicationCounts(unchanged=8)
    assert desk.review("strict").reviewed == 8 - stopped.reviewed
    assert desk.listed() == ["fail"] * 8
    assert desk.newsroom.publish() == PublicationCounts(published=8)


def test_first_run_of_all_counts_though_it_was_stopped(desk: Desk) -> None:
    """Where no run has ended complete, what there is stands."""
    desk.newsroom.have(**{f"g{number}": f"trick {number}" for number in range(8)})
    made = desk.review("strict", most=1).reviewed
    assert 0 < made < 8
    assert desk.counted() == {"": 8 - made, "fail": made}
    assert desk.newsroom.publish() == PublicationCounts(published=made, unchanged=8 - made)


def test_new_content_takes_the_verdict_that_it_has(desk: Desk) -> None:
    """Where the policy used last has said nothing, what a stopped run has said stands."""
    desk.newsroom.have(g0="trick 0")
    desk.review("mild")
    desk.newsroom.have(**{f"g{number}": f"trick {number}" for number in range(9)})
    made = desk.review("strict", most=2).reviewed
    assert 2 <= made < 9
    assert desk.listed()[0] == "pass"
    fails = desk.counted()["fail"]
    assert fails in (made - 1, made)
    assert desk.counted() == {"": 8 - fails, "fail": fails, "pass": 1}


def test_audiences_keep_their_own(desk: Desk) -> None:
    """Each audience is published what stands for it; a list of all takes the policy used last."""
    desk.newsroom.have(a="trick")
    desk.review("mild", profile=Profile.INTERNAL)
    desk.review("strict")
    assert desk.listed() == ["fail"]
    desk.review("mild", profile=Profile.INTERNAL)
    assert desk.shown("a")[0].startswith("mild")
    desk.newsroom.publish()
    assert desk.newsroom.events()[-1][2]["outcome"] == "fail"


def test_use_is_noted_of_the_run_that_began_last(desk: Desk, database: Database) -> None:
    """Of two runs by one standard the later one counts, whichever ends last."""
    desk.newsroom.have(a="walk")
    first, second = desk.review("mild").run, desk.review("mild").run
    with database.writing() as session:
        standing_verdict.note_use(session, 1, run=first)
    with database.reading() as session:
        assert session.scalars(select(StandardRow.used_run)).all() == [second]
