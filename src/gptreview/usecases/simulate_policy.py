"""The registry's current versions under another policy or rule pack; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from gptreview.decide.waivers import waivers_in_force
from gptreview.errors import ConflictError
from gptreview.model.simulation import Candidate, FlippedListing, Simulation
from gptreview.store import current, registry, schema, waivers
from gptreview.store.database import Database
from gptreview.store.verdicts import Standard
from gptreview.usecases.batch_terms import LISTING_SECONDS
from gptreview.usecases.candidate_comparison import Comparison, SimulationWatcher
from gptreview.usecases.guarded_review import GuardedReview, loaded
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.simulation_tally import SimulationTally
from gptreview.usecases.timed_pool import review_in_time
from gptreview.usecases.worker_pool import ReviewerFactory


class SimulatePolicy:
    """Holds the newest verdict on each current version against what a candidate would say.

    Args:
        database: The registry's; it is only read.
        factory: Makes a `ReviewGpt` with the candidate's policy and rules in any process.
        jobs: Processes, where something has to be scanned.
        today: The day on which waivers must hold.
        shown_id: Masks what is personal in a listing's id.
        watcher: Is told how far it is.
        listing_seconds: Of wall time that one listing may take.
    """

    def __init__(
        self,
        database: Database,
        factory: ReviewerFactory,
        *,
        jobs: int,
        today: dt.date,
        shown_id: Callable[[str], str],
        watcher: SimulationWatcher,
        listing_seconds: float = LISTING_SECONDS,
    ) -> None:
        self._database = database
        self._factory = factory
        self._jobs = jobs
        self._today = today
        self._shown_id = shown_id
        self._watcher = watcher
        self._listing_seconds = listing_seconds

    def run(self, *, most: int) -> Simulation:
        """Look at all current versions.

        Args:
            most: Listings that are named for each move.

        Raises:
            ConflictError: No current version has a verdict for this audience, or the database has
                another schema.
            InputError: Rules, policy or a setting cannot be used.
            NotFoundError: There is no database.
            DependencyError: The database does not answer.
        """
        with self._database.reading() as session:
            schema.require_newest(session)
            versions = current.current_versions(session)
            kept = waivers.unrevoked(session)
        reviewer = cast("ReviewGpt", loaded(self._factory))
        holding = waivers_in_force(reviewer.policy, kept, self._today)
        self._watcher.began(versions)
        comparison = Comparison(
            self._database, reviewer, holding, self._today, SimulationTally(most), self._watcher
        )
        guarded = GuardedReview(self._factory)
        for reviewed in review_in_time(
            guarded, comparison.listings(), self._jobs, self._listing_seconds
        ):
            comparison.take(reviewed)
        tally = comparison.tally
        if not tally.rejudged + tally.reviewed:
            raise ConflictError(
                f"no current version has a verdict for {reviewer.profile} to compare with",
                expected="a registry that was reviewed",
                next_step=f"gptreview registry review --profile {reviewer.profile}",
            )
        return Simulation(
            candidate=_candidate(comparison.standard),
            versions=tally.versions,
            unreviewed=tally.unreviewed,
            rejudged=tally.rejudged,
            reviewed=tally.reviewed,
            against=dict(tally.against),
            moves=dict(tally.moves),
            categories={move: dict(each) for move, each in tally.categories.items()},
            shifts=dict(tally.shifts),
            listings=tuple(self._flipped(tally)),
        )

    def _flipped(self, tally: SimulationTally) -> Iterator[FlippedListing]:
        """The listings of the contents that are kept, each move's up to its limit."""
        left = dict.fromkeys(tally.moves, tally.most)
        for flip in tally.worst():
            with self._database.reading() as session:
                found = registry.current(session, (flip.content_digest,), limit=left[flip.move])
            left[flip.move] -= len(found)
            for each in found:
                masked = replace(each, external_id=self._shown_id(each.external_id))
                yield FlippedListing(masked, flip)


def _candidate(standard: Standard) -> Candidate:
    return Candidate(
        standard.policy_name,
        standard.policy_version,
        standard.policy_digest,
        standard.ruleset_digest,
        standard.profile,
    )
