"""Contents held against a candidate: judged again where that suffices, else scanned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.decide.waivers import Evidence
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.model.policy import Profile, Waiver
from gptreview.model.verdict import Reviewed, Verdict
from gptreview.store import current, verdicts
from gptreview.store.bulk import read_together
from gptreview.store.current import CurrentContent
from gptreview.store.database import Database
from gptreview.usecases.judge_again import as_waived, judged_again
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_standard import set_aside, standard_of
from gptreview.usecases.simulation_tally import SimulationTally
from gptreview.usecases.stored_contents import read_contents

_PORTION: Final = 200
"""Contents whose verdicts are in memory at once."""


@dataclass(frozen=True, slots=True)
class SimulationWatcher:
    """Who wants to know how far a simulation is."""

    began: Callable[[int], None]
    """So many versions are looked at."""
    advanced: Callable[[int], None]
    """So many more have been."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What a content that is scanned again is compared with."""

    verdict: Verdict
    listings: int


class Comparison:
    """Goes through the contents; hands out those that must be scanned, judges the others.

    Args:
        database: The registry's; it is only read.
        reviewer: The candidate's.
        holding: The waiver that covers each evidence today.
        today: The day on which waivers must hold.
        tally: Is given what comes of it.
        watcher: Is told how far it is.
    """

    def __init__(
        self,
        database: Database,
        reviewer: ReviewGpt,
        holding: Mapping[Evidence, Waiver],
        today: dt.date,
        tally: SimulationTally,
        watcher: SimulationWatcher,
    ) -> None:
        self._database = database
        self._reviewer = reviewer
        self._holding = holding
        self._today = today
        self._watcher = watcher
        self._waiting: dict[str, _Before] = {}
        self.standard = standard_of(reviewer)
        self.tally = tally

    def listings(self) -> Iterator[Listing]:
        """The contents to be scanned, each called by its digest."""
        after = ""
        while portion := self._portion(after):
            after = portion[-1].digest
            yield from self._handed_out(portion)

    def take(self, reviewed: Reviewed) -> None:
        """The answer for one that was handed out."""
        verdict = reviewed.verdict
        if verdict is None:
            error = reviewed.error.found if reviewed.error else ""
            verdict = set_aside(self._reviewer, reviewed.source, error)
        self._scanned(reviewed.source, verdict)

    def _portion(self, after: str) -> Sequence[CurrentContent]:
        with self._database.reading() as session:
            profile = str(self._reviewer.profile)
            return current.current_contents(session, profile, after=after, limit=_PORTION)

    def _handed_out(self, portion: Sequence[CurrentContent]) -> Iterator[Listing]:
        standing = self._standing(portion)
        again: list[CurrentContent] = []
        for each in portion:
            self.tally.versions += each.listings
            before = standing.get(each.verdict or 0)
            if before is None:
                self.tally.unreviewed += each.listings
                self._watcher.advanced(each.listings)
                continue
            self.tally.against[each.policy] += each.listings
            if self._suffices(each):
                self.tally.rejudged += each.listings
                after = judged_again(before, self._reviewer.policy, self._today, self._holding)
                self._compared(before, after, each.listings)
            else:
                self.tally.reviewed += each.listings
                self._waiting[each.digest] = _Before(before, each.listings)
                again.append(each)
        for group in read_together((each.digest, each.size) for each in again):
            for digest, read in read_contents(self._database, group).items():
                if isinstance(read, Gpt):
                    yield Listing(read, digest)
                else:
                    self._scanned(digest, set_aside(self._reviewer, digest, read))

    def _standing(self, portion: Sequence[CurrentContent]) -> dict[int, Verdict]:
        numbers = [each.verdict for each in portion if each.verdict is not None]
        with self._database.reading() as session:
            return verdicts.read_numbered(session, numbers)

    def _suffices(self, content: CurrentContent) -> bool:
        """Whether the findings that are kept are those that a scan would give.

        The facts that other audiences require are looked at by the policy's own lists, so only
        `content` has findings that no policy changes.
        """
        return (
            self._reviewer.profile is Profile.CONTENT
            and content.ruleset_digest == self.standard.ruleset_digest
            and content.scanners_digest == self.standard.scanners_digest
        )

    def _scanned(self, digest: str, verdict: Verdict) -> None:
        before = self._waiting.pop(digest)
        after = as_waived(verdict, self._reviewer.policy, self._today, self._holding)
        self._compared(before.verdict, after, before.listings)

    def _compared(self, before: Verdict, after: Verdict, listings: int) -> None:
        self.tally.compare(before, after, listings)
        self._watcher.advanced(listings)
